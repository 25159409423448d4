# Configures, builds and runs consumer/ as a user would; the recorded outputs must come out; a change of the model makes it anew.
# Run: cmake -DWAY=... -DEDGELITE=<repository> -DBUILD=<its build> -DSHARED=... -DCOMPILER=... -DTOOL=<edgelite-import, or none>
#      -DFOLDER=<scratch> -P consumer.cmake
cmake_minimum_required(VERSION 3.25)

file(REMOVE_RECURSE ${FOLDER}/build/resnet8 ${FOLDER}/prefix)
file(MAKE_DIRECTORY ${FOLDER})
set(prefix "")
if(WAY STREQUAL "find_package")
  execute_process(COMMAND ${CMAKE_COMMAND} --install ${BUILD} --prefix ${FOLDER}/prefix COMMAND_ERROR_IS_FATAL ANY OUTPUT_QUIET)
  set(prefix -DCMAKE_PREFIX_PATH=${FOLDER}/prefix)
endif()
file(COPY_FILE ${SHARED}/models/resnet8_int8.tflite ${FOLDER}/model.tflite)
execute_process(COMMAND ${CMAKE_COMMAND} -G Ninja -S ${CMAKE_CURRENT_LIST_DIR}/consumer -B ${FOLDER}/build ${prefix} -DWAY=${WAY}
                        -DCMAKE_CXX_COMPILER=${COMPILER} -DCMAKE_BUILD_TYPE=Release -DEDGELITE=${EDGELITE} -DMODEL=${FOLDER}/model.tflite
                        -DEDGELITE_IMPORT_TOOL=${TOOL}
                COMMAND_ERROR_IS_FATAL ANY)
if(NOT TOOL)
  string(TIMESTAMP begin %s)
  execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build --target edgelite_import_tool COMMAND_ERROR_IS_FATAL ANY)
  string(TIMESTAMP end %s)
  math(EXPR seconds "${end} - ${begin}")
  message(STATUS "building edgelite-import: ${seconds} s")
endif()
string(TIMESTAMP begin %s)
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build COMMAND_ERROR_IS_FATAL ANY)
string(TIMESTAMP end %s)
math(EXPR seconds "${end} - ${begin}")
message(STATUS "importing and compiling resnet8 and its consumer: ${seconds} s")
set(golden ${SHARED}/golden/resnet8)
execute_process(COMMAND ${FOLDER}/build/consumer ${golden}/smooth_in.npy ${golden}/smooth_out.npy ${golden}/uniform_in.npy
                        ${golden}/uniform_out.npy COMMAND_ERROR_IS_FATAL ANY)

# Nothing to do; then a changed model, which this one is not any more.
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
if(output MATCHES "Linking CXX executable consumer")
  message(FATAL_ERROR "a second build makes the network again:\n${output}")
endif()
file(SHA256 ${FOLDER}/build/resnet8/resnet8.cpp made)
file(WRITE ${FOLDER}/model.tflite "no model")
execute_process(COMMAND ${CMAKE_COMMAND} --build ${FOLDER}/build RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "edgelite-import: model.tflite: expected a .tflite file with \"TFL3\" at byte 4")
  message(FATAL_ERROR "a damaged model builds, or does not say why not:\n${output}")
endif()
