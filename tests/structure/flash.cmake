# Numbers written as C++ sources for flash: compiled, linked and run they equal those in memory; they are constants without
# initialisers; a network of another type is refused with a sentence, files of two writings do not link.
# Run: cmake -DCOMPILER=... -DINCLUDE=... -DFOLDER=<scratch> -P flash.cmake
cmake_minimum_required(VERSION 3.25)
set(sources ${CMAKE_CURRENT_LIST_DIR}/flash)
file(REMOVE_RECURSE ${FOLDER})
file(MAKE_DIRECTORY ${FOLDER})

set(warnings -Wall -Wextra -Wconversion -Wpedantic -Werror)
set(compile ${COMPILER} -std=c++20 -O1 -ffp-contract=off ${warnings} -I${INCLUDE} -I${sources} -I${FOLDER})
execute_process(COMMAND ${compile} ${sources}/write.cpp -o ${FOLDER}/write COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${FOLDER}/write ${FOLDER} COMMAND_ERROR_IS_FATAL ANY)

set(objects)
foreach(name packed_int8 packed_float device_int8 portable_int8 portable_float)
  execute_process(COMMAND ${COMPILER} -std=c++20 ${warnings} -c ${FOLDER}/${name}.cpp -o ${FOLDER}/${name}.o
                  COMMAND_ERROR_IS_FATAL ANY)
  list(APPEND objects ${FOLDER}/${name}.o)
  execute_process(COMMAND nm ${FOLDER}/${name}.o OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
  if(NOT symbols MATCHES "^[0-9a-f]+ R ${name}_[0-9a-f]+\n$")
    message(FATAL_ERROR "${name}.o holds more than one constant:\n${symbols}")
  endif()
endforeach()
set(program ${compile} -O2 -fno-exceptions -fno-rtti ${sources}/main.cpp)
execute_process(COMMAND ${program} ${objects} -o ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)

execute_process(COMMAND ${program} -DWIDER -fsyntax-only RESULT_VARIABLE result ERROR_VARIABLE output)
foreach(name packed_int8 packed_float device_int8 portable_int8 portable_float)
  if(result EQUAL 0 OR NOT output MATCHES "error: [^\n]*${name}: these weights are of another network, element type or arch")
    message(FATAL_ERROR "weights of another network compile, or ${name} does not say why not:\n${output}")
  endif()
endforeach()

file(COPY_FILE ${FOLDER}/packed_int8.cpp ${FOLDER}/stale.cpp)
file(READ ${FOLDER}/stale.cpp stale)
string(REGEX REPLACE "packed_int8_[0-9a-f]+" "packed_int8_00000000" stale "${stale}")
file(WRITE ${FOLDER}/stale.cpp "${stale}")
list(REMOVE_ITEM objects ${FOLDER}/packed_int8.o)
execute_process(COMMAND ${program} ${FOLDER}/stale.cpp ${objects} -o ${FOLDER}/stale RESULT_VARIABLE result
                ERROR_VARIABLE output)
if(result EQUAL 0 OR NOT output MATCHES "undefined reference to [^\n]*packed_int8_")
  message(FATAL_ERROR "a stale .cpp links, or fails in another way:\n${output}")
endif()
