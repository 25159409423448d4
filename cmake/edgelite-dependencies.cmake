# Finding what edgelite can use. Read by the build and by the installed package, so that both decide alike.

# Sets EDGELITE_XSIMD_FOUND and EDGELITE_XSIMD_INCLUDE_DIRS. The version is compared here because xsimd's own package file refuses
# every other major version; only its headers are taken because Debian's target links a library that does not exist. There is no
# xsimd for bare metal, and EDGELITE_XSIMD=OFF asks for none.
macro(edgelite_find_xsimd)
  set(EDGELITE_XSIMD_FOUND FALSE)
  if((EDGELITE_XSIMD OR NOT DEFINED EDGELITE_XSIMD) AND NOT CMAKE_SYSTEM_NAME STREQUAL "Generic")
    find_package(xsimd QUIET)
    if(xsimd_FOUND AND xsimd_VERSION VERSION_GREATER_EQUAL 8.1)
      set(EDGELITE_XSIMD_FOUND TRUE)
      get_target_property(EDGELITE_XSIMD_INCLUDE_DIRS xsimd INTERFACE_INCLUDE_DIRECTORIES)
    endif()
  endif()
endmacro()

# Sets EDGELITE_HOST_FOUND: a JSON library and stb_image, for edgelite::host.
macro(edgelite_find_host)
  find_package(nlohmann_json 3 QUIET)
  find_path(EDGELITE_STB_INCLUDE_DIR stb/stb_image.h)
  mark_as_advanced(EDGELITE_STB_INCLUDE_DIR)
  set(EDGELITE_HOST_FOUND FALSE)
  if(nlohmann_json_FOUND AND EDGELITE_STB_INCLUDE_DIR)
    set(EDGELITE_HOST_FOUND TRUE)
  endif()
endmacro()

# Sets EDGELITE_TFLITE_FOUND and EDGELITE_TFLITE_INCLUDE_DIRS: flatbuffers and tflite_generated.h, which flatc makes of the schema here
# and now, and again where the schema changes, for edgelite::tflite. It fits no other version of flatbuffers, so it is not installed.
macro(edgelite_find_tflite schema)
  find_path(EDGELITE_FLATBUFFERS_INCLUDE_DIR flatbuffers/flatbuffers.h)
  find_program(EDGELITE_FLATC flatc)
  mark_as_advanced(EDGELITE_FLATBUFFERS_INCLUDE_DIR EDGELITE_FLATC)
  set(EDGELITE_TFLITE_FOUND FALSE)
  if(EDGELITE_FLATBUFFERS_INCLUDE_DIR AND EDGELITE_FLATC)
    set(EDGELITE_TFLITE_FOUND TRUE)
    set(EDGELITE_TFLITE_INCLUDE_DIRS ${CMAKE_CURRENT_BINARY_DIR}/edgelite_tflite ${EDGELITE_FLATBUFFERS_INCLUDE_DIR})
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${schema})
    execute_process(COMMAND ${EDGELITE_FLATC} --cpp --scoped-enums --gen-object-api
                            -o ${CMAKE_CURRENT_BINARY_DIR}/edgelite_tflite ${schema} COMMAND_ERROR_IS_FATAL ANY)
  endif()
endmacro()

# Sets EDGELITE_ONNX_FOUND and, of what reads .onnx files, EDGELITE_ONNX_INCLUDE_DIRS, EDGELITE_ONNX_SOURCE and
# EDGELITE_ONNX_LIBRARY: protobuf, and onnx.pb.h and onnx.pb.cc, which protoc makes of the messages here and now, and again where they
# change. They fit no other version of protobuf, so they are not installed.
macro(edgelite_find_onnx messages)
  find_path(EDGELITE_PROTOBUF_INCLUDE_DIR google/protobuf/message_lite.h)
  find_library(EDGELITE_ONNX_LIBRARY protobuf-lite)
  find_program(EDGELITE_PROTOC protoc)
  mark_as_advanced(EDGELITE_PROTOBUF_INCLUDE_DIR EDGELITE_ONNX_LIBRARY EDGELITE_PROTOC)
  set(EDGELITE_ONNX_FOUND FALSE)
  if(EDGELITE_PROTOBUF_INCLUDE_DIR AND EDGELITE_ONNX_LIBRARY AND EDGELITE_PROTOC)
    set(EDGELITE_ONNX_FOUND TRUE)
    set(EDGELITE_ONNX_INCLUDE_DIRS ${CMAKE_CURRENT_BINARY_DIR}/edgelite_onnx ${EDGELITE_PROTOBUF_INCLUDE_DIR})
    set(EDGELITE_ONNX_SOURCE ${CMAKE_CURRENT_BINARY_DIR}/edgelite_onnx/onnx.pb.cc)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${messages})
    get_filename_component(edgelite_messages_dir ${messages} DIRECTORY)
    file(MAKE_DIRECTORY ${CMAKE_CURRENT_BINARY_DIR}/edgelite_onnx)
    execute_process(COMMAND ${EDGELITE_PROTOC} -I ${edgelite_messages_dir} --cpp_out=${CMAKE_CURRENT_BINARY_DIR}/edgelite_onnx ${messages}
                    COMMAND_ERROR_IS_FATAL ANY)
  endif()
endmacro()

# What protoc made, compiled once: what reads .onnx files links it.
macro(edgelite_add_onnx_messages)
  if(NOT TARGET edgelite_onnx_messages)
    add_library(edgelite_onnx_messages STATIC EXCLUDE_FROM_ALL ${EDGELITE_ONNX_SOURCE})
    set_target_properties(edgelite_onnx_messages PROPERTIES POSITION_INDEPENDENT_CODE ON)
    target_compile_features(edgelite_onnx_messages PUBLIC cxx_std_20)
    target_include_directories(edgelite_onnx_messages SYSTEM PUBLIC ${EDGELITE_ONNX_INCLUDE_DIRS})
    target_link_libraries(edgelite_onnx_messages PUBLIC ${EDGELITE_ONNX_LIBRARY})
  endif()
endmacro()
