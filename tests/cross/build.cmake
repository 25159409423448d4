# Writes expected.hpp with the host's program EXPECTED, then configures and builds program/ for TARGET, whose toolchain file has its name.
# XSIMD, DOCTEST: the host's, which serve every target because they are headers only; XSIMD may be empty.
# Run: cmake -DEXPECTED=... -DEDGELITE=<repository> -DTARGET=cortex-m4 -DFOLDER=<build> -DXSIMD=<xsimd_DIR>
#      -DDOCTEST=<include folder> -DCIFAR10=<test_batch.bin> -P build.cmake
cmake_minimum_required(VERSION 3.25)

file(MAKE_DIRECTORY ${FOLDER})
execute_process(COMMAND ${EXPECTED} OUTPUT_FILE ${FOLDER}/expected.hpp COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/program -B ${FOLDER}
                        --toolchain ${EDGELITE}/cmake/toolchains/${TARGET}.cmake -DCMAKE_BUILD_TYPE=MinSizeRel -DEDGELITE=${EDGELITE} -Dxsimd_DIR=${XSIMD}
                        -DDOCTEST=${DOCTEST} -DCIFAR10=${CIFAR10}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER} COMMAND_ERROR_IS_FATAL ANY)
