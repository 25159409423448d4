// Ends the program, out loud and with ctest's code for a skipped test, on a CPU without the instructions that the tests
// were compiled for. It runs before any static initialiser of the tests, which may hold such instructions already; so
// it is compiled without them and calls nothing of the C++ library.
#include <unistd.h>

namespace {

void require(bool present, const char* feature, unsigned long length) {
  if (present) return;
  constexpr char text[] = "SKIPPED: this CPU has no ";
  if (write(1, text, sizeof text - 1) < 0 || write(1, feature, length) < 0 || write(1, "\n", 1) < 0) _exit(1);
  _exit(77);
}

[[gnu::constructor(101)]] void require_cpu() {
#define EDGELITE_FEATURE(name) require(__builtin_cpu_supports(#name), #name, sizeof #name - 1);
  __builtin_cpu_init();
  EDGELITE_CPU_FEATURES
}

}  // namespace
