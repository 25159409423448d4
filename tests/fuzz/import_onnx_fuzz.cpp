// libFuzzer: any bytes either become a network, through an .onnx file's messages, the graph, its checks, the tree of
// layers and the program, or give a one-line error. Seeds: the goldens' small networks, which the mutator begins with.
// Run: import_onnx_fuzz -max_len=32768
#include <cstdlib>

#include "import_onnx.hpp"
#include "mutate.hpp"

using import_fuzz::Onnx;

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t longest,
                                               unsigned random) {
  return mutate(Onnx::seeds(), data, size, longest, random);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(bytes);
  if (!import_fuzz::reach<Onnx>({begin, begin + size}).one_line) std::abort();
  return 0;
}
