# consumer/ for a Cortex-M4 without an operating system: the recorded output comes out under QEMU; no heap, no C++ runtime, no double
# precision, no static initialisers in the image. The tool runs on the host.
# Run: cmake -DEDGELITE=<repository> -DSHARED=... -DTOOL=<edgelite-import> -DQEMU=<qemu-system-arm> -DFOLDER=<build> -P cortex_m4.cmake
cmake_minimum_required(VERSION 3.25)

# The array of `size` bytes at the beginning of an .npy file's data, as C++.
function(array name file size out)
  file(READ ${file} header_size OFFSET 8 LIMIT 2 HEX)  # little-endian
  string(SUBSTRING ${header_size} 0 2 low)
  string(SUBSTRING ${header_size} 2 2 high)
  math(EXPR begin "10 + 0x${high}${low}")
  file(READ ${file} bytes OFFSET ${begin} LIMIT ${size} HEX)
  string(REGEX REPLACE "(..)" "static_cast<std::int8_t>(0x\\1)," bytes "${bytes}")
  set(${out} "constexpr std::int8_t ${name}[] = {${bytes}};\n" PARENT_SCOPE)
endfunction()

file(MAKE_DIRECTORY ${FOLDER})
array(golden_image ${SHARED}/golden/resnet8/smooth_in.npy 3072 image)
array(golden_output ${SHARED}/golden/resnet8/smooth_out.npy 10 output)
file(WRITE ${FOLDER}/golden.hpp "#include <cstdint>\n${image}${output}")
execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${FOLDER}
                        --toolchain ${EDGELITE}/cmake/toolchains/cortex-m4.cmake -DCMAKE_BUILD_TYPE=MinSizeRel -DEDGELITE=${EDGELITE}
                        -DMODEL=${SHARED}/models/resnet8_int8.tflite -DEDGELITE_IMPORT_TOOL=${TOOL} -DGOLDEN=${FOLDER}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER} COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} -DIMAGE=${FOLDER}/consumer -P ${EDGELITE}/tests/cross/symbols.cmake COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${QEMU} -M mps2-an386 -nographic -monitor none -serial none -semihosting-config enable=on,target=native
                        -kernel ${FOLDER}/consumer COMMAND_ERROR_IS_FATAL ANY)
