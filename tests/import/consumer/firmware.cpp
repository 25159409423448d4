// The first recorded image on a Cortex-M4: golden.hpp, which the test writes, has it.
#include "check.hpp"
#include "console.hpp"
#include "golden.hpp"

int main() {
  const bool equal = equals(golden_image, golden_output);
  print(equal ? "as recorded\n" : "WRONG\n");
  return equal ? 0 : 1;
}
