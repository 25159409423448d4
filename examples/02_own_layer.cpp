// Two layers of a user's own, in the user's namespace: an activation is a function, any other layer says its output's
// shape and computes it. Nothing is registered, and both run in float and int8, on every architecture, scheduled and
// observed.
#include <cstdio>
#include <edgelite/edgelite.hpp>

namespace mine {

namespace el = edgelite;

// y = x tanh(ln(1 + e^x)) (Misra 2019), with tanh(ln(1 + u)) = ((1 + u)^2 - 1) / ((1 + u)^2 + 1). In int8 a table is
// made of it.
struct Mish : el::Activation<Mish> {
  static constexpr float apply(float x) {
    const float u = el::exponential(x < 20 ? x : 20), square = (1 + u) * (1 + u);
    return x * (square - 1) / (square + 1);
  }
};

// SpaceToDepth<B>: every B x B block of pixels becomes one pixel of B B C channels; H x W x C -> H/B x W/B x B B C.
template <int B> struct SpaceToDepth : el::Layer {
  static constexpr el::Value emit(el::Builder& b, el::Value x) {
    el::Operation op;
    op.tied = true;  // int8: it moves numbers, so input and output share a scale
    op.window.kernel_h = op.window.kernel_w = B;
    return b.emit(op, {x}, {x.shape.height / B, x.shape.width / B, x.shape.channels * B * B});
  }
  template <class At> static constexpr void check() {
    static_assert(At::shape(0).height % B == 0 && At::shape(0).width % B == 0,
                  "SpaceToDepth: B must divide the height and the width");
  }
  template <class Arch, class T, class Z> static constexpr void forward(const el::Call<T, Z>& call) {
    const Z& z = call.size;
    for (int i = 0; i < z.height; ++i)
      for (int j = 0; j < z.width; ++j)
        for (int c = 0; c < z.channels; ++c)
          call.y[i / B * z.y_row + j / B * z.y_pixel + (i % B * B + j % B) * z.channels + c] =
              call.x[i * z.x_row + j * z.x_pixel + c];
  }
};

struct Net
    : el::Network<el::Input<16, 16, 3>, SpaceToDepth<4>, el::Named<"mix", el::PointwiseConv2d<16, el::Bias>>, Mish,  //
                  el::GlobalAveragePool, el::Linear<4>> {};

}  // namespace mine

int main() {
  namespace el = edgelite;
  using mine::Net;
  static el::Parameters<Net, float> trained;
  static el::Weights<Net, float> weights;
  static el::Arena<el::arena_bytes<Net, float>> arena;
  for (std::size_t i = 0; i < trained.data.size(); ++i)
    trained.data[i] = 0.1f * static_cast<float>(static_cast<int>(i * 37 % 21) - 10);
  el::prepare(trained, weights);

  std::array<float, el::input_size<Net>> image;
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(static_cast<int>(i * 29 % 17) - 8) / 8;
  std::array<float, el::output_size<Net>> logits;
  el::run<Net>(weights, image, logits, arena);
  for (float logit : logits) std::printf("%8.4f", static_cast<double>(logit));
  std::printf("\n");
}
