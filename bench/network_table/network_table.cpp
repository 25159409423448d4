// network_table [FILE]: every network of model/ in figures, as Markdown on the terminal or in FILE. All of it is known from
// the types: nothing runs, and no kernel is compiled.
#include <cstdio>
#include <edgelite/model/ds_cnn.hpp>
#include <edgelite/model/edgelite_cnn.hpp>
#include <edgelite/model/efficientnet_lite.hpp>
#include <edgelite/model/ghostnet.hpp>
#include <edgelite/model/hl_cnn.hpp>
#include <edgelite/model/mobilenet_v1.hpp>
#include <edgelite/model/mobilenet_v2.hpp>
#include <edgelite/model/mobilenet_v3.hpp>
#include <edgelite/model/optimized_cnn.hpp>
#include <edgelite/model/resnet20.hpp>
#include <edgelite/model/resnet50.hpp>
#include <edgelite/model/resnet8.hpp>
#include <edgelite/model/shufflenet_v1.hpp>
#include <edgelite/model/shufflenet_v2.hpp>
#include <edgelite/model/squeezenet.hpp>
#include <edgelite/network/schedule.hpp>
#include <string>

namespace {

using namespace edgelite;
using namespace edgelite::model;

using ImageNet = Input<224, 224, 3>;
using Cifar = Input<32, 32, 3>;
using Half = std::ratio<1, 2>;
using One = std::ratio<1>;

struct Figures {
  Shape input{};
  Metrics metrics{};
  int arena_float = 0, arena_int8 = 0;
};
template <class Net>
constexpr Figures figures = {Net::input, metrics<Net>, arena_bytes<Net, float, Speed, Scalar>,
                             arena_bytes<Net, std::int8_t, Speed, Scalar>};

struct Row {
  const char* name;
  Figures figures;
};
constexpr Row rows[] = {
    {"MobileNetV1", figures<MobileNetV1<>>},
    {"MobileNetV2", figures<MobileNetV2<>>},
    {"MobileNetV3-Small", figures<MobileNetV3Small<>>},
    {"MobileNetV3-Large", figures<MobileNetV3Large<>>},
    {"ShuffleNetV1, 3 groups", figures<ShuffleNetV1<>>},
    {"ShuffleNetV2 x0.5", figures<ShuffleNetV2<1000, ImageNet, Half>>},
    {"ShuffleNetV2 x1.0", figures<ShuffleNetV2<>>},
    {"GhostNet x0.5", figures<GhostNet<1000, ImageNet, Half>>},
    {"GhostNet x1.0", figures<GhostNet<>>},
    {"EfficientNet-Lite0", figures<EfficientNetLite0<>>},
    {"EfficientNet-Lite1", figures<EfficientNetLite1<>>},
    {"EfficientNet-Lite2", figures<EfficientNetLite2<>>},
    {"EfficientNet-Lite3", figures<EfficientNetLite3<>>},
    {"EfficientNet-Lite4", figures<EfficientNetLite4<>>},
    {"SqueezeNet 1.1", figures<SqueezeNet<>>},
    {"ResNet-50", figures<ResNet50<>>},
    {"HL-CNN", figures<HLCNN<>>},
    {"optimized CNN, 10 classes", figures<OptimizedCNN<>>},
    {"EdgeLite-CNN, 10 classes", figures<EdgeLiteCNN<>>},
    {"ResNet-20, 10 classes", figures<ResNet20<>>},
    {"ResNet-8, 10 classes", figures<ResNet8<>>},
    {"DS-CNN, 12 classes", figures<DsCnn<>>},
};

// What a paper says, in millions; 0: nothing.
struct Claim {
  const char *paper, *name;
  double parameters, complexity;
  Metrics ours;
  const char* difference;
};
constexpr Claim claims[] = {
    {"003, Table 12", "ShuffleNet", 1.7, 140, metrics<ShuffleNetV1<>>, "the review's has 2 groups, the next line"},
    {"003, Table 12", "ShuffleNet, 2 groups", 1.7, 140, metrics<ShuffleNetV1<1000, ImageNet, One, 2>>, ""},
    {"003, Table 12", "ShuffleNetV2", 2.3, 146, metrics<ShuffleNetV2<>>,
     "the authors' count; ours is that of torchvision's network"},
    {"003, Table 12", "MobileNetV2", 3.4, 300, metrics<MobileNetV2<>>,
     "the authors' count; ours is that of torchvision's network, 3.47 without batch norms"},
    {"003, Table 12", "MobileNetV3", 2.5, 56, metrics<MobileNetV3Small<>>, "Small"},
    {"003, Table 12", "GhostNet", 5.2, 141, metrics<GhostNet<>>, ""},
    {"001, Table II", "MobileNet", 0, 569, metrics<MobileNetV1<>>, ""},
    {"001, Table II", "ShuffleNet", 0, 524, metrics<ShuffleNetV1<1000, ImageNet, std::ratio<2>>>, "x2, 3 groups"},
    {"001, Table II", "SqueezeNet", 0, 833, metrics<SqueezeNet<>>,
     "the paper's is SqueezeNet 1.0 with 227 x 227 pixels (832.7); 1.1 is its authors' cheaper one"},
    {"001, Table II", "HL-CNN", 0, 310, metrics<HLCNN<>>, "the paper gives no layers; ours are chosen for this cost"},
    {"002, Table 3", "ResNet-50", 23.5, 0, metrics<ResNet50<10, ImageNet>>, "10 classes"},
    {"002, Table 3", "the optimized CNN", 3.2, 0, metrics<OptimizedCNN<>>,
     "10 classes; the paper gives no layers; ours are chosen for this size"},
    {"000, Table 2", "MobileNetV3", 1.5, 0, metrics<MobileNetV3Small<10, Cifar, One, 1>>, "Small, 10 classes"},
    {"000, Table 2", "ShuffleNetV2", 1.3, 0, metrics<ShuffleNetV2<10, Cifar, One, 1, 1>>, "x1.0, 10 classes"},
    {"000, Table 2", "GhostNet", 1.1, 0, metrics<GhostNet<10, Cifar, Half, 1>>,
     "x0.5, 10 classes; the paper does not say which GhostNet"},
    {"000, Table 2", "EdgeLite-CNN", 0.89, 0, metrics<EdgeLiteCNN<>>,
     "10 classes; the paper gives no layers; ours reach its accuracy with fewer parameters"},
};

std::string grouped(std::int64_t n) {
  std::string text = std::to_string(n);
  for (std::size_t at = text.size(); at > 3; at -= 3) text.insert(at - 3, " ");
  return text;
}

constexpr double millions(std::int64_t n) { return 1e-6 * static_cast<double>(n); }

// A paper's figure beside ours, and how far ours is from it.
void print_pair(std::FILE* to, double claimed, std::int64_t ours, const char* format) {
  std::fprintf(to, " |");
  if (claimed > 0) {
    std::fprintf(to, " %g |", claimed);
    std::fprintf(to, format, millions(ours));
    const double percent = 100 * (millions(ours) / claimed - 1);
    if (percent < -0.5 || percent > 0.5) std::fprintf(to, " (%+.0f %%)", percent);
  } else {
    std::fprintf(to, " |");
    std::fprintf(to, format, millions(ours));
  }
}

constexpr const char* heading = R"(# The networks in figures

Written by [network_table](network_table/network_table.cpp) from the types alone; the target `networks_page` writes it
again. 1000 classes unless another number is given.

Memory usage and memory access cost are the review's (paper 003, Table 11), in millions of elements: weights + outputs;
inputs read + weights read + outputs written. Batch norms, for which it has no formula, are folded, and clamps joined to
the operation before them, as the network runs. Arena: the working memory of `run`, in KiB, beside input, output and
weights, for the scalar architecture; vectors take some tens of KiB more as kernels' scratch.

| network | input | parameters | multiply-accumulates, M | memory usage, M | access cost, M | arena, float | arena, int8 |
|---|---|--:|--:|--:|--:|--:|--:|
)";
constexpr const char* papers_heading = R"(
## Beside the papers

Parameters and multiply-accumulates (the papers' "computational complexity" or "FLOPs") in millions, the papers' and
ours.

| paper | network | parameters | ours | complexity | ours | what the difference is |
|---|---|--:|--:|--:|--:|---|
)";
constexpr const char* ending = R"(
Table 12 also has ConDenseNet, ESPNet, ESPNetV2, CSPNet, MCUNet, LeViT, SLaK and RepViT, which are no types here.
)";

void print(std::FILE* to) {
  std::fputs(heading, to);
  for (const Row& row : rows) {
    const Figures& f = row.figures;
    const Metrics& m = f.metrics;
    std::fprintf(to, "| %s | %d x %d x %d | %s | %.1f | %.2f | %.2f | %.1f | %.1f |\n", row.name, f.input.height,
                 f.input.width, f.input.channels, grouped(m.parameters).c_str(), millions(m.multiply_accumulates),
                 millions(m.memory_usage), millions(m.memory_access_cost), f.arena_float / 1024.0,
                 f.arena_int8 / 1024.0);
  }
  std::fputs(papers_heading, to);
  for (const Claim& c : claims) {
    std::fprintf(to, "| %s | %s", c.paper, c.name);
    print_pair(to, c.parameters, c.ours.parameters, " %.2f");
    print_pair(to, c.complexity, c.ours.multiply_accumulates, " %.1f");
    std::fprintf(to, " | %s |\n", c.difference);
  }
  std::fputs(ending, to);
}

}  // namespace

int main(int count, char** arguments) {
  std::FILE* to = count > 1 ? std::fopen(arguments[1], "w") : stdout;
  if (!to) {
    std::fprintf(stderr, "network_table: cannot write %s\n", arguments[1]);
    return 1;
  }
  print(to);
  return std::fclose(to) == 0 ? 0 : 1;
}
