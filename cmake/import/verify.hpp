// run and verify: a network's outputs for recorded inputs, and how far an engine's recorded tensors are from them.
#pragma once

#include <cmath>
#include <cstdio>

#include "edgelite/import/dynamic_network.hpp"
#include "edgelite/import/npz.hpp"
#include "edgelite/import/samples.hpp"
#include "model.hpp"
#include "options.hpp"

namespace importer {

template <class T> using Network = edgelite::graph::DynamicNetwork<T>;
template <class T> using Tensors = std::vector<std::vector<T>>;

// Image i of each list of images.
template <class T>
Tensors<T> image(const Model& model, const std::vector<int>& values, const Tensors<T>& all, std::size_t i) {
  Tensors<T> one;
  for (std::size_t k = 0; k < values.size(); ++k) {
    const auto size = static_cast<std::ptrdiff_t>(model.value(values[k]).shape.size());
    const auto begin = all[k].begin() + static_cast<std::ptrdiff_t>(i) * size;
    one.emplace_back(begin, begin + size);
  }
  return one;
}

// Of each value its images from a file: as many of each.
template <class T>
Error read_samples(const Model& model, const std::vector<int>& values, const std::vector<std::string>& files,
                   const char* what, std::size_t& images, Tensors<T>& samples) {
  if (files.size() != values.size())
    return {"expected " + std::to_string(values.size()) + " files of " + what + ", found " +
            std::to_string(files.size())};
  samples.resize(files.size());
  for (std::size_t k = 0; k < files.size(); ++k) {
    edgelite::graph::Array array;
    const Value& value = model.value(values[k]);
    if (Error error = read_npy(files[k], array)) return error;
    if (Error error = to_samples(value, array, samples[k]))
      return {edgelite::printable(files[k]) + ": " + error.message};
    const std::size_t count = samples[k].size() / static_cast<std::size_t>(value.shape.size());
    if (images != 0 && images != count)
      return {edgelite::printable(files[k]) + ": expected " + std::to_string(images) + " images as before, found " +
              std::to_string(count)};
    images = count;
  }
  return {};
}

// The outputs of all images, each output's one behind the other.
template <class T>
Error run_all(const Network<T>& network, const Model& model, const Tensors<T>& inputs, std::size_t images,
              Tensors<T>& outputs) {
  outputs.assign(model.graph.outputs.size(), {});
  for (std::size_t i = 0; i < images; ++i) {
    Tensors<T> one;
    if (Error error = network.run(image(model, model.graph.inputs, inputs, i), one)) return error;
    for (std::size_t k = 0; k < one.size(); ++k) outputs[k].insert(outputs[k].end(), one[k].begin(), one[k].end());
  }
  return {};
}

// Of int8 in steps, of floats relative to the largest magnitude recorded.
struct Difference {
  std::size_t compared = 0, differing = 0, images = 0;
  std::size_t alike = 0;  // images whose largest element is the same one
  double largest = 0;
};

template <class T>
Difference difference(const Value& value, const std::vector<T>& ours, const std::vector<T>& recorded) {
  Difference d;
  d.compared = ours.size();
  double magnitude = 0;
  for (std::size_t i = 0; i < ours.size(); ++i) {
    const double apart = std::abs(static_cast<double>(ours[i]) - static_cast<double>(recorded[i]));
    d.differing += apart != 0;  // counts what is no number, too
    if (!(apart <= d.largest)) d.largest = apart;
    magnitude = std::max(magnitude, std::abs(static_cast<double>(recorded[i])));
  }
  if (std::is_same_v<T, float> && magnitude > 0) d.largest /= magnitude;
  const auto size = static_cast<std::ptrdiff_t>(value.shape.size());
  for (auto a = ours.begin(), b = recorded.begin(); a != ours.end(); a += size, b += size, ++d.images)
    d.alike += std::max_element(a, a + size) - a == std::max_element(b, b + size) - b;
  return d;
}

template <class T> std::string text(const Difference& d) {
  char text[128];
  if constexpr (std::is_same_v<T, float>)
    std::snprintf(text, sizeof text, "%zu values differ by %.3g of the largest at most", d.compared, d.largest);
  else
    std::snprintf(text, sizeof text, "%zu of %zu values differ, by %.0f at most", d.differing, d.compared, d.largest);
  return text;
}

// Names as files and engines spell them: what is neither letter nor digit is one to them.
inline std::string plain_name(std::string name) {
  for (char& c : name)
    if (!((c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z'))) c = '_';
  return name;
}

// The array of each value, by the name or the index of its tensor in the file.
inline std::vector<const edgelite::graph::Array*> find_arrays(const Model& model,
                                                              const edgelite::graph::Arrays& arrays) {
  std::map<std::string, const edgelite::graph::Array*> named;
  std::vector<const edgelite::graph::Array*> found(model.graph.values.size());
  for (const auto& [name, array] : arrays) {
    std::size_t index = 0;
    const auto [end, code] = std::from_chars(name.data(), name.data() + name.size(), index);
    if (code == std::errc() && end == name.data() + name.size() && index < model.tensors.size())
      named[plain_name(model.tensors[index].name)] = &array;
    else
      named[plain_name(name)] = &array;
  }
  for (const auto& [name, value] : model.tensors)
    if (const auto at = named.find(plain_name(name)); value >= 0 && at != named.end())
      found[static_cast<std::size_t>(value)] = at->second;
  return found;
}

// Every recorded tensor of the first image, in the order in which the network computes them.
template <class T>
Error compare_tensors(const Network<T>& network, const Model& model, const Tensors<T>& first, const Options& options,
                      double tolerance, bool& passed) {
  edgelite::graph::Arrays arrays;
  if (Error error = edgelite::graph::read_arrays(options.tensors, arrays)) return error;
  const auto recorded = find_arrays(model, arrays);
  std::size_t compared = 0;
  std::string differs;
  Error wrong = network.observe(first, [&](int v, const edgelite::TensorView<const T>& view) {
    const edgelite::graph::Array* array = recorded[static_cast<std::size_t>(v)];
    const Value& value = model.value(v);
    std::vector<T> ours, theirs;
    if (!array || to_samples(value, *array, theirs) || theirs.size() != static_cast<std::size_t>(value.shape.size()))
      return;
    for (int y = 0; y < view.shape.height; ++y)
      for (int x = 0; x < view.shape.width; ++x)
        for (int c = 0; c < view.shape.channels; ++c) ours.push_back(view(y, x, c));
    const Difference d = difference(value, ours, theirs);
    std::printf("tensor %s: %s\n", edgelite::printable(value.name).c_str(), text<T>(d).c_str());
    ++compared;
    if (differs.empty() && !(d.largest <= tolerance)) differs = edgelite::printable(value.name);
  });
  if (wrong) return wrong;
  if (compared == 0)
    return {edgelite::printable(options.tensors) + ": none of its names is one of the network's tensors"};
  std::printf("%zu tensors of the first image compared; first that differs: %s\n", compared,
              differs.empty() ? "none" : differs.c_str());
  passed = passed && differs.empty();
  return {};
}

template <class T> Error verify(const Network<T>& network, const Model& model, const Options& options, bool& passed) {
  const double tolerance = options.tolerance >= 0 ? options.tolerance : std::is_same_v<T, float> ? 1e-4 : 0;
  const std::size_t count = model.graph.inputs.size();
  if (options.golden.size() != count + model.graph.outputs.size())
    return {"--golden: expected " + std::to_string(count) + " inputs and " +
            std::to_string(model.graph.outputs.size()) + " outputs, found " + std::to_string(options.golden.size()) +
            " files"};
  const auto middle = options.golden.begin() + static_cast<std::ptrdiff_t>(count);
  Tensors<T> inputs, recorded, ours;
  std::size_t images = 0;
  if (Error error = read_samples(model, model.graph.inputs, {options.golden.begin(), middle}, "inputs", images, inputs))
    return error;
  if (Error error =
          read_samples(model, model.graph.outputs, {middle, options.golden.end()}, "outputs", images, recorded))
    return error;
  if (Error error = run_all(network, model, inputs, images, ours)) return error;
  for (std::size_t k = 0; k < ours.size(); ++k) {
    const Value& value = model.value(model.graph.outputs[k]);
    const Difference d = difference(value, ours[k], recorded[k]);
    std::printf("output %s of %zu images: %s", edgelite::printable(value.name).c_str(), images, text<T>(d).c_str());
    if (value.shape.pixels() == 1 && value.shape.channels > 1)
      std::printf("; the largest is the same one in %zu of %zu", d.alike, d.images);
    std::printf("\n");
    passed = passed && d.largest <= tolerance;
  }
  if (options.tensors.empty()) return {};
  return compare_tensors(network, model, image(model, model.graph.inputs, inputs, 0), options, tolerance, passed);
}

template <class T> Error run(const Network<T>& network, const Model& model, const Options& options) {
  Tensors<T> inputs, outputs;
  std::size_t images = 0;
  if (options.outputs.size() != model.graph.outputs.size())
    return {"--output: expected " + std::to_string(model.graph.outputs.size()) + " files, found " +
            std::to_string(options.outputs.size())};
  if (Error error = read_samples(model, model.graph.inputs, options.inputs, "inputs", images, inputs)) return error;
  if (Error error = run_all(network, model, inputs, images, outputs)) return error;
  for (std::size_t k = 0; k < outputs.size(); ++k)
    if (Error error = write_npy(options.outputs[k], to_array(model.value(model.graph.outputs[k]), outputs[k])))
      return error;
  return {};
}

}  // namespace importer
