// Counts the program's heap allocations since its start: every call of malloc and its relatives, which operator new
// ends in, with glibc; elsewhere, and under a sanitizer that brings a malloc of its own, every operator new.
#pragma once

namespace classify {

long heap_allocations();

}  // namespace classify
