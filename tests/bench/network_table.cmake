# The committed page is what the program prints. Run: cmake -DPROGRAM=... -DPAGE=... -P network_table.cmake
cmake_minimum_required(VERSION 3.25)

execute_process(COMMAND ${PROGRAM} OUTPUT_VARIABLE printed COMMAND_ERROR_IS_FATAL ANY)
file(READ ${PAGE} page)
if(NOT printed STREQUAL page)
  message(FATAL_ERROR "${PAGE} is not what network_table prints; build the target networks_page. It prints:\n${printed}")
endif()
