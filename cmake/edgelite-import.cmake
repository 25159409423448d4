# edgelite_import(<target> MODEL <file> [NAME <identifier>] [ARCH <arch>] [POLICY speed|small])
#
# Makes a library <target> of a .tflite or .onnx file: <name>.hpp and <name>.cpp, with the network as a C++ type in namespace <name> and
# its weights as constants. They are made again when the model changes.
#
#   NAME    of the files and the namespace; else the target's name
#   ARCH    the architecture that the weights are packed for, as Arch::name says it; else the one that the compiler's flags here choose
#   POLICY  speed: sizes are constants of the code; small: less code
#
#   edgelite_import(resnet8 MODEL resnet8_int8.tflite)
#   target_link_libraries(app PRIVATE resnet8)        # #include "resnet8.hpp", resnet8::run(image, scores)
#
# The tool edgelite-import is built once per build tree, with this host's own compiler where the target is another machine.
# EDGELITE_IMPORT_TOOL names one that is built already; EDGELITE_HOST_CXX the host's compiler.

set(EDGELITE_IMPORT_TOOL "" CACHE FILEPATH "edgelite-import, if it is built already")
set(EDGELITE_HOST_CXX "" CACHE FILEPATH "Compiler for edgelite-import; else the host's default, or the project's own where it builds for the host")
mark_as_advanced(EDGELITE_IMPORT_TOOL EDGELITE_HOST_CXX)
set_property(GLOBAL PROPERTY EDGELITE_IMPORT_FOLDER ${CMAKE_CURRENT_LIST_DIR}/import)

# The target edgelite_import_tool, and in `out` the program's path.
function(edgelite_import_tool out)
  if(EDGELITE_IMPORT_TOOL)
    set(${out} ${EDGELITE_IMPORT_TOOL} PARENT_SCOPE)
    return()
  endif()
  set(folder ${CMAKE_BINARY_DIR}/edgelite-import)
  set(program ${folder}/edgelite-import)
  if(CMAKE_HOST_WIN32)
    string(APPEND program .exe)
  endif()
  set(${out} ${program} PARENT_SCOPE)
  if(TARGET edgelite_import_tool)
    return()
  endif()
  set(compiler ${EDGELITE_HOST_CXX})
  if(NOT compiler AND NOT CMAKE_CROSSCOMPILING)
    set(compiler ${CMAKE_CXX_COMPILER})
  endif()
  if(compiler)
    set(compiler -DCMAKE_CXX_COMPILER=${compiler})
  endif()
  get_property(source GLOBAL PROPERTY EDGELITE_IMPORT_FOLDER)
  get_target_property(include edgelite::edgelite EDGELITE_INCLUDE)
  # The flags and the compiler of the target are none of the tool's.
  set(clean ${CMAKE_COMMAND} -E env --unset=CXX --unset=CXXFLAGS --unset=CPPFLAGS --unset=LDFLAGS --unset=CMAKE_TOOLCHAIN_FILE)
  set(generator -G ${CMAKE_GENERATOR})
  if(CMAKE_MAKE_PROGRAM)
    list(APPEND generator -DCMAKE_MAKE_PROGRAM=${CMAKE_MAKE_PROGRAM})
  endif()
  file(GLOB_RECURSE sources CONFIGURE_DEPENDS ${source}/* ${include}/edgelite/*.hpp)
  add_custom_command(OUTPUT ${program}
    COMMAND ${clean} ${CMAKE_COMMAND} ${generator} -S ${source} -B ${folder} -DCMAKE_BUILD_TYPE=Release
            -DCMAKE_RUNTIME_OUTPUT_DIRECTORY_RELEASE=${folder} -DEDGELITE_INCLUDE=${include} ${compiler}
    COMMAND ${clean} ${CMAKE_COMMAND} --build ${folder} --config Release --parallel
    COMMAND ${CMAKE_COMMAND} -E touch ${program}
    DEPENDS ${sources} COMMENT "Building edgelite-import for this host" USES_TERMINAL VERBATIM)
  add_custom_target(edgelite_import_tool DEPENDS ${program})
endfunction()

# The name of the NativeArch that the flags of this folder give, read from an object file: nothing runs.
function(edgelite_native_arch out)
  get_directory_property(options COMPILE_OPTIONS)
  list(FILTER options EXCLUDE REGEX "\\$<")
  get_target_property(include edgelite::edgelite EDGELITE_INCLUDE)
  get_target_property(xsimd edgelite::edgelite EDGELITE_XSIMD_INCLUDE)
  set(definition -DEDGELITE_WITH_XSIMD=0)
  if(xsimd)
    set(definition -DEDGELITE_WITH_XSIMD=1)
    list(APPEND include ${xsimd})
  endif()
  string(TOUPPER "${CMAKE_BUILD_TYPE}" config)
  string(SHA1 key "${CMAKE_CXX_COMPILER};${CMAKE_CXX_FLAGS};${CMAKE_CXX_FLAGS_${config}};${options};${include};${definition}")
  if(NOT EDGELITE_NATIVE_ARCH_${key})
    set(CMAKE_TRY_COMPILE_TARGET_TYPE STATIC_LIBRARY)
    set(CMAKE_TRY_COMPILE_CONFIGURATION ${CMAKE_BUILD_TYPE})
    get_property(source GLOBAL PROPERTY EDGELITE_IMPORT_FOLDER)
    set(object ${CMAKE_BINARY_DIR}/CMakeFiles/edgelite_native_arch.a)
    try_compile(compiled ${CMAKE_BINARY_DIR}/CMakeFiles/edgelite_native_arch ${source}/native_arch.cpp
                CMAKE_FLAGS "-DINCLUDE_DIRECTORIES=${include}" COMPILE_DEFINITIONS ${definition} ${options} -fno-lto
                CXX_STANDARD 20 CXX_STANDARD_REQUIRED ON COPY_FILE ${object} OUTPUT_VARIABLE output)
    set(arch "")
    if(compiled)
      file(STRINGS ${object} arch REGEX "edgelite_native_arch=<.+>")
      string(REGEX MATCH "edgelite_native_arch=<([^>]+)>" arch "${arch}")
      set(arch "${CMAKE_MATCH_1}")
    endif()
    if(NOT arch)
      message(FATAL_ERROR "edgelite_import: cannot find out the architecture that this compiler's flags choose; say it with ARCH\n${output}")
    endif()
    set(EDGELITE_NATIVE_ARCH_${key} ${arch} CACHE INTERNAL "")
  endif()
  set(${out} ${EDGELITE_NATIVE_ARCH_${key}} PARENT_SCOPE)
endfunction()

function(edgelite_import target)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "MODEL;NAME;ARCH;POLICY" "")
  if(NOT arg_MODEL OR arg_UNPARSED_ARGUMENTS OR arg_KEYWORDS_MISSING_VALUES)
    message(FATAL_ERROR "edgelite_import(<target> MODEL <file> [NAME <identifier>] [ARCH <arch>] [POLICY speed|small]): "
                        "found ${target} ${ARGN}")
  endif()
  cmake_path(ABSOLUTE_PATH arg_MODEL BASE_DIRECTORY ${CMAKE_CURRENT_SOURCE_DIR})
  if(NOT arg_NAME)
    set(arg_NAME ${target})
  endif()
  if(NOT arg_ARCH)
    edgelite_native_arch(arg_ARCH)
  endif()
  if(NOT arg_POLICY)
    set(arg_POLICY speed)
  endif()
  edgelite_import_tool(tool)
  set(folder ${CMAKE_CURRENT_BINARY_DIR}/${target})
  set(built ${tool})
  if(TARGET edgelite_import_tool)
    list(APPEND built edgelite_import_tool)
  endif()
  add_custom_command(OUTPUT ${folder}/${arg_NAME}.hpp ${folder}/${arg_NAME}.cpp
    COMMAND ${tool} generate ${arg_MODEL} --output ${folder} --name ${arg_NAME} --arch ${arg_ARCH} --policy ${arg_POLICY}
    DEPENDS ${arg_MODEL} ${built} COMMENT "edgelite-import ${arg_MODEL} for ${arg_ARCH}" VERBATIM)
  add_library(${target} STATIC ${folder}/${arg_NAME}.cpp ${folder}/${arg_NAME}.hpp)
  target_link_libraries(${target} PUBLIC edgelite::edgelite)
  target_include_directories(${target} PUBLIC ${folder})
endfunction()
