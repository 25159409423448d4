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
