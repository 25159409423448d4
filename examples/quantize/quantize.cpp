// quantize: EdgeLite-CNN from float to int8. See --help.
#include <cstdio>
#include <edgelite/edgelite.hpp>
#include <edgelite/host/cifar10.hpp>
#include <edgelite/host/compare.hpp>
#include <edgelite/host/image.hpp>
#include <edgelite/host/load_parameters.hpp>
#include <edgelite/host/quantize_network.hpp>
#include <edgelite/host/save_parameters.hpp>
#include <edgelite/model/edgelite_cnn.hpp>

#include "options.hpp"

namespace {

using edgelite::Error;
using Net = edgelite::model::EdgeLiteCNN<>;

// The first `count` images of the batches, as the network takes them.
Error load_samples(const std::vector<std::string>& batches, std::size_t count, std::vector<float>& samples) {
  samples.resize(count * edgelite::input_size<Net>);
  std::size_t found = 0;
  for (const std::string& file : batches) {
    edgelite::Cifar10 batch;
    if (Error error = edgelite::load_cifar10(file, batch)) return error;
    for (std::size_t i = 0; i < batch.size() && found < count; ++i, ++found)
      edgelite::normalize(batch.image(i),
                          std::span(samples).subspan(found * edgelite::input_size<Net>, edgelite::input_size<Net>));
  }
  if (found < count)
    return {"expected " + std::to_string(count) + " images to calibrate on, found " + std::to_string(found)};
  return {};
}

Error quantize(const quantization::Options& options) {
  const auto trained = std::make_unique<edgelite::Parameters<Net, float>>();
  const auto quantized = std::make_unique<edgelite::Parameters<Net, std::int8_t>>();
  std::vector<float> samples;
  if (Error error = edgelite::load_parameters(options.weights, *trained)) return error;
  if (Error error = load_samples(options.batches, static_cast<std::size_t>(options.images), samples)) return error;
  if (Error error = edgelite::quantize_network<Net, edgelite::Scalar>(*trained, samples, options.settings, *quantized))
    return error;
  if (Error error = edgelite::save_parameters(options.out, *quantized)) return error;
  edgelite::Comparison comparison;
  const std::size_t compared = std::min(samples.size(), 32 * edgelite::input_size<Net>);
  if (Error error = edgelite::compare<Net, edgelite::Scalar>(*trained, *quantized, std::span(samples).first(compared),
                                                             comparison))
    return error;
  std::printf("%s\n%s: EdgeLite-CNN in int8, calibrated on %d images\n", to_text(comparison).c_str(),
              options.out.c_str(), options.images);
  return {};
}

}  // namespace

int main(int count, char** arguments) {
  quantization::Options options;
  if (Error error = quantization::parse_options({arguments + 1, arguments + count}, options)) {
    std::fprintf(stderr, "quantize: %s\n", error.message.c_str());
    return 2;
  }
  if (options.help) {
    std::fputs(quantization::help.data(), stdout);
    return 0;
  }
  if (Error error = quantize(options)) {
    std::fprintf(stderr, "quantize: %s\n", error.message.c_str());
    return 1;
  }
  return 0;
}
