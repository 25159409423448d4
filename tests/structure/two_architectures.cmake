# One network in two translation units, one of them compiled for wider vectors, linked into one program: both give the right result,
# each holds its own architecture's symbols, and no function that the linker may take from either is in wide code.
# Run: cmake -DCOMPILER=... -DINCLUDE=... -DFOLDER=<scratch> -P two_architectures.cmake
cmake_minimum_required(VERSION 3.25)
set(sources ${CMAKE_CURRENT_LIST_DIR}/two_architectures)
file(MAKE_DIRECTORY ${FOLDER})

set(compile ${COMPILER} -std=c++20 -O2 -ffp-contract=off -Wall -Wextra -Werror -I${INCLUDE} -c)
execute_process(COMMAND ${compile} -DEDGELITE_PART=narrow ${sources}/part.cpp -o ${FOLDER}/narrow.o COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${compile} -DEDGELITE_PART=wide -mavx2 -mfma ${sources}/part.cpp -o ${FOLDER}/wide.o
                COMMAND_ERROR_IS_FATAL ANY)
execute_process(COMMAND ${compile} ${sources}/main.cpp -o ${FOLDER}/main.o COMMAND_ERROR_IS_FATAL ANY)

# Weak symbols, mangled, one per line.
function(weak_symbols object result)
  execute_process(COMMAND nm --defined-only ${object} OUTPUT_VARIABLE output COMMAND_ERROR_IS_FATAL ANY)
  string(REGEX MATCHALL "[0-9a-f]+ [WVu] [^\n]+" lines "${output}")
  list(TRANSFORM lines REPLACE "^[0-9a-f]+ [WVu] " "")
  set(${result} ${lines} PARENT_SCOPE)
endfunction()
weak_symbols(${FOLDER}/narrow.o narrow)
weak_symbols(${FOLDER}/wide.o wide)
if(NOT narrow MATCHES "8edgelite8x86_sse2" OR NOT wide MATCHES "8edgelite8x86_avx2")
  message(SEND_ERROR "an object has no symbols in its architecture's namespace:\n${narrow}\n${wide}")
endif()
if(narrow MATCHES "8edgelite8x86_avx2" OR wide MATCHES "8edgelite8x86_sse2")
  message(SEND_ERROR "an object has symbols in the other's namespace")
endif()
foreach(symbol IN LISTS wide)
  if(symbol IN_LIST narrow)
    execute_process(COMMAND objdump -d --no-show-raw-insn --disassemble=${symbol} ${FOLDER}/wide.o OUTPUT_VARIABLE code)
    if(code MATCHES "\n *[0-9a-f]+:\t(v[a-z0-9]+ [^\n]*)")
      message(SEND_ERROR "${symbol} is in both objects, in wide code in one: ${CMAKE_MATCH_1}")
    endif()
  endif()
endforeach()

# Both orders of linking: the linker keeps the first copy of a symbol.
foreach(order "narrow;wide" "wide;narrow")
  list(TRANSFORM order REPLACE "(.+)" "${FOLDER}/\\1.o" OUTPUT_VARIABLE objects)
  execute_process(COMMAND ${COMPILER} ${FOLDER}/main.o ${objects} -o ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)
  execute_process(COMMAND ${FOLDER}/program COMMAND_ERROR_IS_FATAL ANY)
endforeach()
