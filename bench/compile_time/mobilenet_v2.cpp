// MobileNetV2 at 224 x 224 with a kernel of constant sizes for every operation: what a release build of a large network
// costs.
#include <edgelite/edgelite.hpp>

using namespace edgelite;

template <int Expanded, int Filters, class... Options>
using Expand = Sequence<PointwiseConv2d<Expanded>, BatchNorm2d, Relu6, DepthwiseConv2d<Kernel<3>, Options...>,
                        BatchNorm2d, Relu6, PointwiseConv2d<Filters>, BatchNorm2d>;
template <int Expanded, int Filters>
using Repeated = Residual<PointwiseConv2d<Expanded>, BatchNorm2d, Relu6, DepthwiseConv2d<Kernel<3>>, BatchNorm2d, Relu6,
                          PointwiseConv2d<Filters>, BatchNorm2d>;

struct MobileNetV2
    : Network<Input<224, 224, 3>, Conv2d<32, Kernel<3>, Stride<2>>, BatchNorm2d, Relu6, DepthwiseConv2d<Kernel<3>>,
              BatchNorm2d, Relu6, PointwiseConv2d<16>, BatchNorm2d,                                 //
              Expand<96, 24, Stride<2>>, Repeated<144, 24>,                                         //
              Expand<144, 32, Stride<2>>, Repeated<192, 32>, Repeated<192, 32>,                     //
              Expand<192, 64, Stride<2>>, Repeated<384, 64>, Repeated<384, 64>, Repeated<384, 64>,  //
              Expand<384, 96>, Repeated<576, 96>, Repeated<576, 96>,                                //
              Expand<576, 160, Stride<2>>, Repeated<960, 160>, Repeated<960, 160>,                  //
              Expand<960, 320>, PointwiseConv2d<1280>, BatchNorm2d, Relu6, GlobalAveragePool, Linear<1000>> {};

static_assert(metrics<MobileNetV2>.parameters == 3'504'872);  // torchvision's
static_assert(metrics<MobileNetV2>.multiply_accumulates == 300'774'272);

void infer(const Weights<MobileNetV2, float>& weights, const std::array<float, 224 * 224 * 3>& image,
           std::array<float, 1000>& logits, Arena<arena_bytes<MobileNetV2, float>>& arena) {
  run<MobileNetV2>(weights, image, logits, arena);
}
