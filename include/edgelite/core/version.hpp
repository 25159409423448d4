// The library's version: the one place it is written. CMakeLists.txt reads it from here.
#pragma once

#define EDGELITE_VERSION_MAJOR 0
#define EDGELITE_VERSION_MINOR 1
#define EDGELITE_VERSION_PATCH 0
