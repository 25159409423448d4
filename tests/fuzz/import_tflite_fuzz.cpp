// libFuzzer: any bytes either become a network, through a .tflite file's tables, the graph, its checks, the tree of
// layers and the program, or give a one-line error. Seeds: small models of single operators, which the mutator begins
// with. Run: import_tflite_fuzz -max_len=8192
#include <cstdlib>

#include "import_tflite.hpp"
#include "mutate.hpp"

using import_fuzz::Tflite;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t longest,
                                               unsigned random) {
  return mutate(Tflite::seeds(), data, size, longest, random);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(bytes);
  if (!import_fuzz::reach<Tflite>({begin, begin + size}).one_line) std::abort();
  return 0;
}
