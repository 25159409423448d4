// Runs each kernel once between region markers, in float or, with -DEDGELITE_ELEMENT=std::int8_t, in int8. Prints, a
// line each: name, multiply-accumulates, the largest difference from a naive loop; float: from sums in double, relative
// to the largest of them.
#include <cmath>
#include <cstdio>

#include "edgelite/arch/select.hpp"
#include "edgelite/kernel/convolution.hpp"
#include "edgelite/kernel/depthwise.hpp"
#include "region.hpp"

namespace {

#ifndef EDGELITE_ELEMENT
#define EDGELITE_ELEMENT float
#endif

using namespace edgelite;
using Element = EDGELITE_ELEMENT;
using Constant = ElementTraits<Element>::Constant;

struct Problem {
  int height, width, channels, filters, kernel = 1, stride = 1;
  bool relu6 = false;
};

// Same padding, everything contiguous.
constexpr Size size_of(const Problem& p, int groups) {
  Size z;
  z.height = p.height, z.width = p.width, z.channels = p.channels, z.groups = groups;
  z.out_height = (p.height + p.stride - 1) / p.stride, z.out_width = (p.width + p.stride - 1) / p.stride;
  z.out_channels = p.filters;
  z.kernel_h = z.kernel_w = p.kernel, z.stride_h = z.stride_w = p.stride;
  auto before = [&](int in, int out) {
    const int missing = (out - 1) * p.stride + p.kernel - in;
    return missing > 0 ? missing / 2 : 0;
  };
  z.top = before(p.height, z.out_height), z.left = before(p.width, z.out_width);
  z.low = z.high = p.relu6, z.second = false;
  z.x_pixel = z.channels, z.x_row = z.x_pixel * z.width;
  z.y_pixel = z.out_channels, z.y_row = z.y_pixel * z.out_width;
  return z;
}

// Weights and biases: any numbers that differ from place to place.
template <class T> struct NumbersOf;
template <> struct NumbersOf<float> {
  int length;  // of an output channel's weights
  bool relu6;

  float weight(int o, int i) const { return static_cast<float>((o * 31 + i * 17) % 13 - 6) / 16; }
  float bias(int o) const { return static_cast<float>(o % 5) / 8; }
  static float x(int i) { return static_cast<float>(i * 7 % 11 - 5) / 8; }
  float padding() const { return 0; }
  double finish(double sum, int) const { return relu6 ? std::fmin(std::fmax(sum, 0.0), 6.0) : sum; }
};
template <> struct NumbersOf<std::int8_t> {
  int length;
  bool relu6;

  int per_channel() const { return length; }
  std::int8_t weight(int o, int i) const { return static_cast<std::int8_t>((o * 31 + i * 17) % 255 - 127); }
  std::int32_t bias(int o) const { return o % 5 * 800 - 1000; }
  static std::int8_t x(int i) { return static_cast<std::int8_t>(i * 71 % 256 - 128); }
  Quantization in(int) const { return {0.05f, -5}; }
  Quantization out() const { return {0.02f * std::sqrt(static_cast<float>(length)), 3}; }
  float scale(int o) const { return 0.002f + static_cast<float>(o % 7) / 4000; }
  Rounding rounding() const { return Rounding::twice; }
  std::int32_t low() const { return relu6 ? 3 : -128; }
  std::int32_t high() const { return relu6 ? 90 : 127; }
  std::int8_t padding() const { return -5; }
  // `sum` takes x as stored.
  double finish(double sum, int o) const {
    int weights = 0;
    for (int i = 0; i < length; ++i) weights += weight(o, i);
    const double factor = static_cast<double>(in(0).scale) * static_cast<double>(scale(o));
    const auto m = FixedPointMultiplier::of(factor / static_cast<double>(out().scale));
    const int y = multiply_double_rounding(static_cast<std::int32_t>(sum) + 5 * weights, m) + 3;
    return y < low() ? low() : y > high() ? high() : y;
  }
};
using Numbers = NumbersOf<Element>;

double naive(const Size& z, const Numbers& numbers, const Element* x, int i, int j, int o) {
  const int depth = z.channels / z.groups, group = o / (z.out_channels / z.groups);
  double sum = static_cast<double>(numbers.bias(o));
  for (int k = 0; k < z.kernel_h; ++k)
    for (int l = 0; l < z.kernel_w; ++l) {
      const int row = i * z.stride_h + k - z.top, column = j * z.stride_w + l - z.left;
      const bool inside = row >= 0 && row < z.height && column >= 0 && column < z.width;
      for (int c = 0; c < depth; ++c)
        sum += static_cast<double>(inside ? x[row * z.x_row + column * z.x_pixel + group * depth + c]
                                          : numbers.padding()) *
               static_cast<double>(numbers.weight(o, c * z.kernel_h * z.kernel_w + k * z.kernel_w + l));
    }
  return numbers.finish(sum, o);
}

// Apart from count(): together with fmax's reduction, g++ 12 meets an internal error at -O3.
[[gnu::noinline]] double error_of(const Size& z, const Numbers& numbers, const Element* x, const Element* y) {
  double error = 0, most = 0;
  for (int i = 0; i < z.out_height; ++i)
    for (int j = 0; j < z.out_width; ++j)
      for (int o = 0; o < z.out_channels; ++o) {
        const double expected = naive(z, numbers, x, i, j, o);
        error = std::fmax(error, std::fabs(expected - static_cast<double>(y[i * z.y_row + j * z.y_pixel + o])));
        most = std::fmax(most, std::fabs(expected));
      }
  return is_quantized<Element> ? error : error / most;
}

template <Size size_> struct Static { static constexpr Size size = size_; };

// A call as a network makes it: addresses are known when it runs.
template <class Kernel, class Z>
[[gnu::noipa]] void run(const Element* x, const Element* elements, const Epilogue<Element>& epilogue, Element* y,
                           Element* scratch) {
  Kernel::run(Z{}, x, elements, epilogue, y, scratch);
}

template <class Kernel, Problem problem, int groups> [[gnu::noinline]] void count(const char* name) {
  static constexpr Size z = size_of(problem, groups);
  constexpr ConvolutionShape shape = ConvolutionShape::of(z);
  constexpr PackedSize packed = Kernel::packed_size(shape);
  alignas(64) static Element x[z.height * z.x_row], y[z.out_height * z.y_row];
  alignas(64) static Element elements[packed.elements], scratch[Kernel::scratch(z) + 1];
  alignas(64) static Constant constants[packed.constants];
  const Numbers numbers{shape.depth * shape.taps(), problem.relu6};
  Kernel::pack(shape, numbers, elements, constants);
  for (int i = 0; i < z.height * z.x_row; ++i) x[i] = Numbers::x(i);
  using Z = Fixed<Static<z>>;
  const float low = problem.relu6 ? 0 : -unbounded, high = problem.relu6 ? 6 : unbounded;
  const auto epilogue = Epilogue<Element>::of(constants, Kernel::padded_channels(Z{}), low, high, {});

  REGION_BEGIN();
  run<Kernel, Z>(x, elements, epilogue, y, scratch);
  REGION_END();

  const long macs = long{z.out_height} * z.out_width * z.out_channels * shape.depth * shape.taps();
  std::printf("%s %ld %.1e\n", name, macs, error_of(z, numbers, x, y));
}

template <Problem p> void convolution(const char* name) { count<ConvolutionKernel<NativeArch, Element>, p, 1>(name); }
template <Problem p> void depthwise(const char* name) {
  count<DepthwiseKernel<NativeArch, Element>, p, p.channels>(name);
}

}  // namespace

int main() {
  constexpr Problem pointwise_64{16, 16, 64, 64}, pointwise_128{8, 8, 128, 128}, pointwise_24{16, 16, 96, 24};
  constexpr Problem pointwise_relu6{16, 16, 64, 64, 1, 1, true}, linear{1, 1, 256, 10};
  constexpr Problem depthwise_3{16, 16, 64, 64, 3}, depthwise_relu6{16, 16, 64, 64, 3, 1, true};
  constexpr Problem depthwise_s2{16, 16, 64, 64, 3, 2}, depthwise_5{16, 16, 64, 64, 5};
  constexpr Problem stem{32, 32, 3, 16, 3}, conv_16{32, 32, 16, 16, 3}, conv_64{8, 8, 64, 64, 3};
  convolution<pointwise_64>("pointwise/16x16x64->64");
  convolution<pointwise_relu6>("pointwise_relu6/16x16x64->64");
  convolution<pointwise_128>("pointwise/8x8x128->128");
  convolution<pointwise_24>("pointwise/16x16x96->24");
  depthwise<depthwise_3>("depthwise_3x3/16x16x64");
  depthwise<depthwise_relu6>("depthwise_3x3_relu6/16x16x64");
  depthwise<depthwise_s2>("depthwise_3x3_s2/16x16x64");
  depthwise<depthwise_5>("depthwise_5x5/16x16x64");
  convolution<stem>("conv_3x3/32x32x3->16");
  convolution<conv_16>("conv_3x3/32x32x16->16");
  convolution<conv_64>("conv_3x3/8x8x64->64");
  convolution<linear>("linear/256->10");
}
