# Configures, builds and runs consumer/ as a user would.
# Run: cmake -DWAY=... -DEDGELITE=<repository> -DBUILD=<its build> -DCOMPILER=... -DVERSION=... -DFOLDER=<scratch> -P consumer.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${FOLDER})
set(prefix "")
if(WAY STREQUAL "find_package")
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/prefix COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
  set(prefix -DCMAKE_PREFIX_PATH=${FOLDER}/prefix)
endif()
execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${FOLDER}/build ${prefix}
                        -DCMAKE_CXX_COMPILER=${COMPILER} -DEDGELITE_WAY=${WAY} -DEDGELITE=${EDGELITE} -DEDGELITE_VERSION=${VERSION}
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${FOLDER}/build/consumer COMMAND_ERROR_IS_FATAL ANY)
if(EXISTS ${FOLDER}/build/edgelite/tests)
  message(FATAL_ERROR "a consumer's build builds edgelite's tests")
endif()
