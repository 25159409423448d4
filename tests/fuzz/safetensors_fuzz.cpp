// libFuzzer: any bytes either load or give a one-line error; what loads has filled every float, what does not has
// touched none. Seeds: make_seeds.py. Run: safetensors_fuzz -max_len=4096 SEEDS
#include <cstdlib>

#include "host/safetensors_files.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  constexpr std::uint32_t untouched = 0xffc12345;
  std::array<float, safetensors_files::tiny_size> data;
  data.fill(std::bit_cast<float>(untouched));
  const edgelite::Error error = edgelite::parse_safetensors("fuzz", {reinterpret_cast<const std::byte*>(bytes), size},
                                                            safetensors_files::tiny, data);
  if (error.message.find_first_of("\n\r\x1b") != std::string::npos) std::abort();
  if (error)
    for (const float value : data)
      if (std::bit_cast<std::uint32_t>(value) != untouched) std::abort();
  return 0;
}
