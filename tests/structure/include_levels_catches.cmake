# The include check itself: each of these little houses breaks one rule and must be refused with the sentence named.
# Run: cmake -DFOLDER=<scratch folder> -P include_levels_catches.cmake
cmake_minimum_required(VERSION 3.25)

function(refuses sentence)  # then: header, its text, header, its text ...
  file(REMOVE_RECURSE ${FOLDER})
  while(ARGN)
    list(POP_FRONT ARGN header text)
    file(WRITE ${FOLDER}/edgelite/${header} "${text}\n")
  endwhile()
  execute_process(COMMAND ${CMAKE_COMMAND} -DINCLUDE=${FOLDER} -P ${CMAKE_CURRENT_LIST_DIR}/include_levels.cmake
                  RESULT_VARIABLE result ERROR_VARIABLE output OUTPUT_QUIET)
  string(REGEX REPLACE "[ \n]+" " " output "${output}")
  if(sentence STREQUAL "" AND NOT result EQUAL 0)
    message(SEND_ERROR "refused a house that is in order: ${output}")
  elseif(NOT sentence STREQUAL "" AND (result EQUAL 0 OR NOT output MATCHES "${sentence}"))
    message(SEND_ERROR "not refused with '${sentence}': ${output}")
  endif()
endfunction()

refuses("" core/a.hpp "#include <array>" layer/b.hpp "#include <edgelite/core/a.hpp>" arch/x.hpp "#include <xsimd/xsimd.hpp>")
refuses("includes upward" core/a.hpp "#include <edgelite/layer/b.hpp>" layer/b.hpp "")
refuses("includes upward" layer/b.hpp "#include <edgelite/edgelite.hpp>" edgelite.hpp "#include <edgelite/layer/b.hpp>")
refuses("for desktops only" model/a.hpp "#include <edgelite/host/b.hpp>" host/b.hpp "#include <vector>")
refuses("does not exist" layer/b.hpp "#include <edgelite/core/a.hpp>")
refuses("no floor of the house" attic/a.hpp "")
refuses("its floor can be seen" core/a.hpp "#include \"b.hpp\"" core/b.hpp "")
refuses("more than one header" arch/a.hpp "#include <xsimd/xsimd.hpp>" arch/b.hpp "  #  include <xsimd/xsimd.hpp>")
refuses("does not bring layer/b" layer/b.hpp "" edgelite.hpp "")
refuses("for desktops only" edgelite.hpp "#include <edgelite/host/a.hpp>" host/a.hpp "")
refuses("outside arch/" kernel/a.hpp "#include <immintrin.h>")
refuses("an #if outside" kernel/a.hpp "#ifdef __AVX2__\n#endif")
refuses("firmware does without" network/a.hpp "#include <vector>")
