// A first network, from its type to its result: what it costs is known before it runs, and the numbers are the
// program's own.
#include <cstdio>
#include <edgelite/edgelite.hpp>

namespace el = edgelite;

// Shapes follow from the input's: height 32, width 32, 3 channels.
struct Tiny : el::Network<el::Input<32, 32, 3>,  //
                          el::Conv2d<16, el::Kernel<3>, el::Stride<2>>, el::BatchNorm2d, el::HardSwish,
                          el::Residual<el::PointwiseConv2d<64>, el::BatchNorm2d, el::Relu6,  //
                                       el::DepthwiseConv2d<el::Kernel<3>>, el::BatchNorm2d, el::Relu6,
                                       el::SqueezeExcite<el::Reduction<4>>,  //
                                       el::PointwiseConv2d<16>, el::BatchNorm2d>,
                          el::GlobalAveragePool, el::Linear<10>> {};

// Budgets are compile errors.
static_assert(el::metrics<Tiny>.parameters < 10'000);
static_assert(el::metrics<Tiny>.multiply_accumulates < 2'000'000);

// Static, automatic or on the heap: these three objects are all that there is.
static el::Parameters<Tiny, float> trained;            // as the training framework names and shapes them
static el::Weights<Tiny, float> weights;               // folded and packed for this architecture
static el::Arena<el::arena_bytes<Tiny, float>> arena;  // the working memory of run

int main() {
  // Trained numbers come from a file (edgelite/host/safetensors.hpp). Here every tensor is filled with a wave; a
  // variance is positive.
  for (const el::TensorInfo& tensor : el::tensors<Tiny>) {
    const bool variance = tensor.label().ends_with("running_var");
    for (int i = 0; i < tensor.size(); ++i)
      trained.data[static_cast<std::size_t>(tensor.offset + i)] =
          0.1f * static_cast<float>(i * 7 % 11 - 5) + (variance ? 1.0f : 0.0f);
  }
  el::prepare(trained, weights);

  std::array<float, el::input_size<Tiny>> image;  // row by row, pixel by pixel, channels innermost
  for (std::size_t i = 0; i < image.size(); ++i) image[i] = static_cast<float>(i % 3) - 1.0f;
  std::array<float, el::output_size<Tiny>> logits;
  el::run<Tiny>(weights, image, logits, arena);

  constexpr el::Metrics cost = el::metrics<Tiny>;
  std::printf("%lld parameters, %lld multiply-accumulates, arena %d bytes, architecture %s\nlogits",
              static_cast<long long>(cost.parameters), static_cast<long long>(cost.multiply_accumulates),
              el::arena_bytes<Tiny, float>, el::NativeArch::name);
  for (float logit : logits) std::printf(" %.4f", double{logit});
  std::printf("\n");
}
