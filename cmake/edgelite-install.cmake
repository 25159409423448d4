# cmake --install: the headers, and a package that find_package(edgelite) finds.
include(CMakePackageConfigHelpers)

set(edgelite_package_dir ${CMAKE_INSTALL_DATADIR}/cmake/edgelite)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/include/edgelite DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.hpp" PATTERN "*.fbs" PATTERN "*.proto")
install(TARGETS edgelite EXPORT edgelite-targets)
install(EXPORT edgelite-targets NAMESPACE edgelite:: DESTINATION ${edgelite_package_dir})

configure_package_config_file(${CMAKE_CURRENT_LIST_DIR}/edgelite-config.cmake.in
  ${PROJECT_BINARY_DIR}/edgelite-config.cmake INSTALL_DESTINATION ${edgelite_package_dir}
  PATH_VARS CMAKE_INSTALL_INCLUDEDIR)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/edgelite-config-version.cmake
  COMPATIBILITY SameMinorVersion ARCH_INDEPENDENT)
install(FILES ${PROJECT_BINARY_DIR}/edgelite-config.cmake ${PROJECT_BINARY_DIR}/edgelite-config-version.cmake
              ${CMAKE_CURRENT_LIST_DIR}/edgelite-dependencies.cmake ${CMAKE_CURRENT_LIST_DIR}/edgelite-import.cmake
        DESTINATION ${edgelite_package_dir})
install(DIRECTORY ${CMAKE_CURRENT_LIST_DIR}/import DESTINATION ${edgelite_package_dir})  # the tool's source
