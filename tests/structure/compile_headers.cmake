# Every header of one folder compiles alone, without warnings.
# Run: cmake -DCOMPILER=... -DFLAGS="..." -DINCLUDE=<folder that holds edgelite/> -DFOLDER=core -P compile_headers.cmake
cmake_minimum_required(VERSION 3.25)
separate_arguments(FLAGS)

file(GLOB_RECURSE headers RELATIVE ${INCLUDE} ${INCLUDE}/edgelite/${FOLDER}/*.hpp)
if(FOLDER STREQUAL ".")
  set(headers edgelite/edgelite.hpp)
endif()
foreach(header IN LISTS headers)
  execute_process(COMMAND ${COMPILER} -std=c++20 -fsyntax-only -Wall -Wextra -Wconversion -Werror -I${INCLUDE} ${FLAGS}
                          -include ${header} -x c++ /dev/null RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(SEND_ERROR "${header} does not compile alone")
  endif()
endforeach()
