// libFuzzer: any bytes either load or give a one-line error, as float parameters and as int8; what does not load has
// touched nothing. Seeds: make_seeds.py. Run: safetensors_fuzz -max_len=4096 SEEDS
#include <cstdlib>
#include <edgelite/host/stored_parameters.hpp>

#include "host/safetensors_files.hpp"
#include "host/tiny_network.hpp"

using Int8 = edgelite::Parameters<TinyNetwork, std::int8_t>;

static void check_int8(std::span<const std::byte> bytes) {
  Int8 read, untouched;
  std::memset(&read, 0x5a, sizeof read);
  std::memset(&untouched, 0x5a, sizeof untouched);
  const edgelite::Error error = edgelite::parse_safetensors("fuzz", bytes, edgelite::stored_tensors(read));
  if (error.message.find_first_of("\n\r\x1b") != std::string::npos) std::abort();
  if (error && std::memcmp(&read, &untouched, sizeof read) != 0) std::abort();
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  check_int8({reinterpret_cast<const std::byte*>(bytes), size});
  constexpr std::uint32_t untouched = 0xffc12345;
  std::array<float, safetensors_files::tiny_size> data;
  data.fill(std::bit_cast<float>(untouched));
  const edgelite::Error error =
      edgelite::parse_safetensors("fuzz", {reinterpret_cast<const std::byte*>(bytes), size},
                                  edgelite::stored_floats(safetensors_files::tiny, data.data()));
  if (error.message.find_first_of("\n\r\x1b") != std::string::npos) std::abort();
  if (error)
    for (const float value : data)
      if (std::bit_cast<std::uint32_t>(value) != untouched) std::abort();
  return 0;
}
