// consumer <in.npy> <out.npy>...: the recorded outputs, bit for bit.
#include <algorithm>
#include <cstdio>

#include "check.hpp"
#include "reference/npy.hpp"

int main(int count, char** files) {
  for (int f = 1; f + 1 < count; f += 2) {
    const reference::Npy<std::int8_t> in(files[f]), out(files[f + 1]);
    const std::size_t images = in.data.size() / resnet8::input_size;
    for (std::size_t i = 0; i < images; ++i) {
      std::int8_t image[resnet8::input_size], expected[resnet8::output_size];
      std::copy_n(in.data.begin() + static_cast<std::ptrdiff_t>(i * resnet8::input_size), resnet8::input_size, image);
      std::copy_n(out.data.begin() + static_cast<std::ptrdiff_t>(i * resnet8::output_size), resnet8::output_size,
                  expected);
      if (!equals(image, expected)) {
        std::printf("%s: image %zu differs\n", files[f], i);
        return 1;
      }
    }
    std::printf("%s: %zu images are equal\n", files[f], images);
  }
  return count > 2 ? 0 : 1;
}
