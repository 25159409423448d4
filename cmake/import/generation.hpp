// generate: a model as C++ sources.
#pragma once

#include "edgelite/import/generate.hpp"
#include "edgelite/import/type_text.hpp"
#include "verify.hpp"

namespace importer {

// What the sources hold, but for their name and the network's type.
template <class T>
Error make_generation(const Network<T>& network, const Options& options, edgelite::graph::Generation& made) {
  edgelite::graph::PackedNumbers<T> packed;
  if (Error error = network.packed(options.arch, packed)) return {"--arch " + error.message};
  made.arch = options.arch;
  made.policy = options.policy == "small" ? "Small" : "Speed";
  if (options.arch == "scalar")  // another one's kernels need scratch memory of their own
    made.arena_bytes = options.policy == "small" ? network.template arena_bytes<edgelite::Small>()
                                                 : network.template arena_bytes<edgelite::Speed>();
  made.outputs = network.output_order();
  made.program_hash = network.hash();
  made.layout_hash = packed.layout_hash;
  made.weights = edgelite::graph::weights_image(std::as_bytes(std::span(packed.elements)),
                                                std::as_bytes(std::span(packed.constants)));
  return {};
}

template <class T> Error generate(const Network<T>& network, const Model& model, const Options& options) {
  edgelite::graph::Generation made;
  if (Error error = make_generation(network, options, made)) return error;
  made.name = options.name.empty() ? std::filesystem::path(options.file).stem().string() : options.name;
  made.network = type_text(model.graph, model.layers, "Network");
  return generate(options.output, model.graph, made);
}

}  // namespace importer
