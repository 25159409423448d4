// libFuzzer: any bytes either load as an image of the size that it says or give a one-line error.
// Seeds: the pictures of tests/host. Run: image_fuzz -max_len=4096 SEEDS
// stb_image's arithmetic on damaged JPEG coefficients may wrap, and it copies no bytes from or to null pointers:
// neither is looked for here.
#pragma clang attribute push(                                                                                  \
    __attribute__((no_sanitize("signed-integer-overflow", "shift", "nonnull-attribute", "pointer-overflow"))), \
    apply_to = function)
#include "edgelite/host/image_implementation.hpp"
#pragma clang attribute pop

#include "edgelite/host/image.hpp"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
  edgelite::Image image;
  const edgelite::Error error =
      edgelite::decode_image("fuzz", {reinterpret_cast<const std::byte*>(bytes), size}, image);
  if (error.message.find_first_of("\n\r\x1b") != std::string::npos) std::abort();
  if (!error && image.pixels.size() !=
                    std::size_t{3} * static_cast<std::size_t>(image.height) * static_cast<std::size_t>(image.width))
    std::abort();
  return 0;
}
