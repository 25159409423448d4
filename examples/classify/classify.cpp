// classify: pictures into the ten classes of CIFAR-10 with EdgeLite-CNN. See --help.
#include <unistd.h>

#include <cstdio>
#include <edgelite/host/image.hpp>
#include <edgelite/host/image_implementation.hpp>
#include <edgelite/host/report_format.hpp>

#include "classifier.hpp"
#include "latency.hpp"
#include "options.hpp"

namespace {

using classify::Classifier;
using edgelite::cifar10_classes;
using edgelite::Error;
using Json = nlohmann::ordered_json;

constexpr std::size_t classes = cifar10_classes.size();

// What was classified, and how well.
struct Outcome {
  std::vector<std::string> names;  // of image files
  std::vector<classify::Probabilities> probabilities;
  std::array<std::array<int, classes>, classes> taken{};  // taken[a][b]: pictures of class a said to be b
  int images = 0, labelled = 0, correct = 0;
  long heap_allocations = 0;

  double accuracy() const { return 100.0 * correct / labelled; }
};

struct Confusion {
  std::size_t a, b;
  int a_as_b, b_as_a;
};

// `label`: the picture's class, or -1.
classify::Probabilities classify_picture(const Classifier& network, classify::Picture picture, int label,
                                         Outcome& outcome) {
  network.see(picture);
  const long allocations = classify::heap_allocations();
  network.infer();
  outcome.heap_allocations += classify::heap_allocations() - allocations;
  const auto probabilities = classify::softmax(network.logits());
  ++outcome.images;
  if (label >= 0) {
    const std::size_t said = classify::ranked(probabilities)[0];
    ++outcome.labelled;
    ++outcome.taken[static_cast<std::size_t>(label)][said];
    outcome.correct += said == static_cast<std::size_t>(label) ? 1 : 0;
  }
  return probabilities;
}

// Drawings are named after their class; other files' classes are unknown.
Error classify_files(const Classifier& network, const std::vector<std::string>& files, bool named_by_class,
                     Outcome& outcome) {
  for (const std::string& file : files) {
    edgelite::Image image;
    if (Error error = edgelite::load_image(file, image)) return error;
    constexpr edgelite::Shape shape = classify::Net::input;
    const edgelite::Image small = edgelite::resize(image, shape.height, shape.width);
    const std::filesystem::path path(file);
    const auto label = std::find(cifar10_classes.begin(), cifar10_classes.end(), path.stem().string());
    const bool known = named_by_class && label != cifar10_classes.end();
    outcome.names.push_back(named_by_class ? path.filename().string() : file);
    outcome.probabilities.push_back(
        classify_picture(network, std::span(small.pixels).first<classify::Picture::extent>(),
                         known ? static_cast<int>(label - cifar10_classes.begin()) : -1, outcome));
  }
  return {};
}

Error classify_batch(const Classifier& network, const std::string& file, Outcome& outcome) {
  edgelite::Cifar10 batch;
  if (Error error = edgelite::load_cifar10(file, batch)) return error;
  const bool terminal = isatty(STDERR_FILENO) != 0;
  for (std::size_t i = 0; i < batch.size(); ++i) {
    classify_picture(network, batch.image(i), batch.labels[i], outcome);
    const std::size_t done = i + 1;
    if (terminal && (done % 100 == 0 || done == batch.size())) {
      const std::size_t filled = 40 * done / batch.size();
      std::fprintf(stderr, "\r[%s%s] %zu of %zu, top-1 %.2f %%", std::string(filled, '#').c_str(),
                   std::string(40 - filled, '.').c_str(), done, batch.size(), outcome.accuracy());
    }
  }
  if (terminal) std::fputs("\r\033[K", stderr);
  return {};
}

// Pairs of classes, those that are taken for each other most often first.
std::vector<Confusion> confusions(const Outcome& outcome) {
  std::vector<Confusion> pairs;
  for (std::size_t a = 0; a < classes; ++a)
    for (std::size_t b = a + 1; b < classes; ++b)
      if (outcome.taken[a][b] + outcome.taken[b][a] > 0)
        pairs.push_back({a, b, outcome.taken[a][b], outcome.taken[b][a]});
  std::stable_sort(pairs.begin(), pairs.end(),
                   [](const Confusion& x, const Confusion& y) { return x.a_as_b + x.b_as_a > y.a_as_b + y.b_as_a; });
  pairs.resize(std::min(pairs.size(), std::size_t{5}));
  return pairs;
}

void print_pictures(const Outcome& outcome) {
  std::size_t width = 0;
  for (const std::string& name : outcome.names) width = std::max(width, name.size());
  for (std::size_t i = 0; i < outcome.names.size(); ++i) {
    std::printf("  %-*s", static_cast<int>(width), outcome.names[i].c_str());
    const auto order = classify::ranked(outcome.probabilities[i]);
    for (std::size_t k = 0; k < 3; ++k)
      std::printf("   %-10s %5.1f %%", cifar10_classes[order[k]].data(),
                  100.0 * static_cast<double>(outcome.probabilities[i][order[k]]));
    std::printf("\n");
  }
}

void print_batch(const Outcome& outcome) {
  std::printf("  %d images, top-1 %.2f %%\n\n  most confused\n", outcome.images, outcome.accuracy());
  for (const Confusion& pair : confusions(outcome)) {
    const char *a = cifar10_classes[pair.a].data(), *b = cifar10_classes[pair.b].data();
    std::printf("    %-10s / %-10s %5d   (%s as %s %d, %s as %s %d)\n", a, b, pair.a_as_b + pair.b_as_a, a, b,
                pair.a_as_b, b, a, pair.b_as_a);
  }
}

void print_cost(const Classifier& network, const classify::Latency& latency, long heap_allocations) {
  constexpr edgelite::Metrics cost = edgelite::metrics<classify::Net>;
  std::printf("\n  latency            %10.1f us   mean of %zu runs (", latency.mean, latency.runs.size());
  for (std::size_t i = 0; i < latency.runs.size(); ++i) std::printf(i == 0 ? "%.1f" : ", %.1f", latency.runs[i]);
  std::printf(")\n  p50 / p90 / p99    %10.1f us / %.1f us / %.1f us\n", latency.p50, latency.p90, latency.p99);
  std::printf("  speed              %10.0f FPS\n", 1e6 / latency.mean);
  std::printf("  parameters         %10lld\n", static_cast<long long>(cost.parameters));
  std::printf("  multiply-accum.    %10lld\n", static_cast<long long>(cost.multiply_accumulates));
  std::printf("  arena              %10d bytes\n", network.arena_bytes);
  std::printf("  heap allocations   %10ld   during inference\n", heap_allocations);
  std::printf("  architecture       %10s   element type %s\n", network.arch.data(), network.element.data());
}

Json to_json(const Classifier& network, const classify::Options& options, const Outcome& outcome,
             const classify::Latency& latency) {
  constexpr edgelite::Metrics cost = edgelite::metrics<classify::Net>;
  Json json{{"network", "EdgeLite-CNN"},
            {"element", network.element},
            {"images", outcome.images},
            {"accuracy", outcome.labelled > 0 ? Json(outcome.accuracy()) : Json()},
            {"microseconds", latency.mean},
            {"microseconds_runs", latency.runs},
            {"microseconds_p50", latency.p50},
            {"microseconds_p90", latency.p90},
            {"microseconds_p99", latency.p99},
            {"fps", 1e6 / latency.mean},
            {"parameters", cost.parameters},
            {"macs", cost.multiply_accumulates},
            {"arena_bytes", network.arena_bytes},
            {"heap_allocations", latency.heap_allocations + outcome.heap_allocations},
            {"arch", network.arch}};
  if (options.cifar10.empty()) {
    json["predictions"] = Json::array();
    for (std::size_t i = 0; i < outcome.names.size(); ++i) {
      Json top = Json::array();
      for (std::size_t k = 0; k < 3; ++k) {
        const std::size_t c = classify::ranked(outcome.probabilities[i])[k];
        top.push_back({{"class", cifar10_classes[c]}, {"probability", outcome.probabilities[i][c]}});
      }
      json["predictions"].push_back({{"image", outcome.names[i]}, {"top", top}});
    }
  } else {
    json["confused"] = Json::array();
    for (const Confusion& pair : confusions(outcome))
      json["confused"].push_back(
          {{"classes", {cifar10_classes[pair.a], cifar10_classes[pair.b]}}, {"images", {pair.a_as_b, pair.b_as_a}}});
  }
  return json;
}

Error classify_all(const classify::Options& options) {
  const Classifier network = options.element == "int8" ? classify::int8_classifier() : classify::float_classifier();
  if (Error error = network.load(options.weights_file())) return error;
  Outcome outcome;
  std::vector<std::string> files = options.images;
  const bool drawings = options.cifar10.empty() && files.empty();
  if (drawings)
    for (const std::string_view name : cifar10_classes)
      files.push_back(EDGELITE_PICTURES_DIR "/" + std::string(name) + ".png");
  if (Error error = options.cifar10.empty() ? classify_files(network, files, drawings, outcome)
                                            : classify_batch(network, options.cifar10, outcome))
    return error;
  const classify::Latency latency = classify::measure_latency(network.infer, options.passes);

  if (options.json) {
    Json json = to_json(network, options, outcome, latency);
    if (options.report) json["report"] = to_json(network.report());
    std::printf("%s\n", json.dump(2, ' ', false, Json::error_handler_t::replace).c_str());
    return {};
  }
  std::printf("EdgeLite-CNN, %s\n\n", drawings                  ? "ten small drawings, for show"
                                      : options.cifar10.empty() ? "image files"
                                                                : options.cifar10.c_str());
  options.cifar10.empty() ? print_pictures(outcome) : print_batch(outcome);
  print_cost(network, latency, latency.heap_allocations + outcome.heap_allocations);
  if (options.report) std::printf("\n%s", to_text(network.report()).c_str());
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  classify::Options options;
  if (Error error = classify::parse_options({arguments + 1, arguments + count}, options)) {
    std::fprintf(stderr, "classify: %s\n", error.message.c_str());
    return 2;
  }
  if (options.help) {
    std::fputs(classify::help.data(), stdout);
    return 0;
  }
  if (Error error = classify_all(options)) {
    std::fprintf(stderr, "classify: %s\n", error.message.c_str());
    return 1;
  }
  return 0;
}
