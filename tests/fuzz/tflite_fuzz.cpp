// libFuzzer: any bytes either are read as a .tflite file or give a one-line error, and so with filling a network's
// parameters from what was read. Seeds: the small network's files, which the mutator begins with.
// Run: tflite_fuzz -max_len=8192
#include <cstdlib>

#include "host/tflite_files.hpp"
#include "mutate.hpp"

extern "C" std::size_t LLVMFuzzerCustomMutator(std::uint8_t* data, std::size_t size, std::size_t longest,
                                               unsigned random) {
  static const std::vector<tflite_files::Bytes> seeds{
      tflite_files::File(tflite_files::schema::TensorType::INT8).bytes(),
      tflite_files::File(tflite_files::schema::TensorType::FLOAT32).bytes()};
  return mutate(seeds, data, size, longest, random);
}

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  const auto* begin = reinterpret_cast<const std::byte*>(bytes);
  auto check = [](const edgelite::Error& error) {
    if (error.message.find_first_of("\n\r\x1b") != std::string::npos) std::abort();
    return !error;
  };
  edgelite::tflite::Model model;
  if (!check(edgelite::parse_tflite("fuzz", {begin, begin + size}, model))) return 0;
  edgelite::Parameters<tflite_files::Tiny, std::int8_t> quantized{};
  check(edgelite::load_tflite<tflite_files::Tiny>("fuzz", model, quantized));
  edgelite::Parameters<tflite_files::Tiny, float> trained{};
  check(edgelite::load_tflite<tflite_files::Tiny>("fuzz", model, trained));
  return 0;
}
