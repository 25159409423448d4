// Reads a .tflite file: parse_tflite(name, bytes, model) and load_tflite_model(path, model). The flatbuffers verifier
// passes over the whole file before anything is read from it; what it cannot know (indices, counts, sizes, the order of
// operators) is checked here. Needs edgelite::tflite: see host/tflite_model.hpp.
//
// Errors, in one line that names the file and the tensor or operator, with what was expected and found: no .tflite file,
// damaged or cut off, not one subgraph, another version, sparse tensors, tensors with other quantization than scales and
// zero points, variables, data outside of the flatbuffer, lists that lie over each other. Time and memory are in
// proportion to the file's size.
#pragma once

#include <bit>
#include <cmath>
#include <cstring>
#include <limits>

#include "edgelite/host/file.hpp"
#include "edgelite/host/tflite_model.hpp"

namespace edgelite {

inline constexpr std::size_t longest_tflite = std::size_t{1} << 30;  // beyond 2^31 flatbuffers has no offsets

namespace tflite {

static_assert(std::endian::native == std::endian::little, "lists are copied as they stand in the file");

// Of a list that may not be there.
template <class V> std::size_t size(const V* list) { return list ? list->size() : 0; }
template <class V> auto at(const V* list, std::size_t i) { return list->Get(static_cast<flatbuffers::uoffset_t>(i)); }

class Parser {
 public:
  explicit Parser(Model& model) : model_(model), budget_(model.bytes->size()) {}

  Error parse() {
    if (Error error = verify()) return error;
    if (root_->version() != 3) return {"expected schema version 3, found " + std::to_string(root_->version())};
    if (const std::size_t count = size(root_->subgraphs()); count != 1)
      return {"expected one subgraph, found " + std::to_string(count)};
    const schema::SubGraph& graph = *root_->subgraphs()->Get(0);
    for (std::size_t i = 0; i < size(graph.tensors()); ++i) {
      model_.tensors.emplace_back();
      if (Error error = read_tensor(*at(graph.tensors(), i), model_.tensors.back())) {
        return {tensor_text(model_, static_cast<int>(i)) + ": " + error.message};
      }
    }
    if (!read_list(graph.inputs(), model_.inputs) || !read_list(graph.outputs(), model_.outputs)) return overlap();
    if (model_.inputs.empty() || model_.outputs.empty())
      return {"expected inputs and outputs, found " + std::to_string(model_.inputs.size()) + " and " +
              std::to_string(model_.outputs.size())};
    known_.resize(model_.tensors.size());
    for (std::size_t i = 0; i < known_.size(); ++i) known_[i] = !model_.tensors[i].data.empty();
    for (const int input : model_.inputs)
      if (Error error = make(input, "the model's inputs")) return error;
    for (std::size_t i = 0; i < size(graph.operators()); ++i) {
      model_.operators.emplace_back();
      if (Error error = read_operator(*at(graph.operators(), i), model_.operators.back())) {
        return {"operator " + std::to_string(i) + " " + operator_text(model_.operators.back()) + ": " + error.message};
      }
    }
    for (const int output : model_.outputs)
      if (Error error = use(output, "the model's outputs")) return error;
    return {};
  }

 private:
  static Error overlap() { return {"expected lists of their own, found some that lie over each other"}; }

  Error verify() {
    const auto* bytes = reinterpret_cast<const std::uint8_t*>(model_.bytes->data());
    const std::size_t count = model_.bytes->size();
    if (count > longest_tflite) return {"expected at most 2^30 bytes, found " + std::to_string(count)};
    if (count < 8 || !schema::ModelBufferHasIdentifier(bytes))
      return {"expected a .tflite file with \"TFL3\" at byte 4, found " +
              (count < 8 ? std::to_string(count) + " bytes"
                         : "\"" + printable({reinterpret_cast<const char*>(bytes) + 4, 4}) + "\"")};
    flatbuffers::Verifier verifier(bytes, count);
    if (!schema::VerifyModelBuffer(verifier))
      return {"the file is damaged or cut off: an offset leads out of its " + std::to_string(count) + " bytes"};
    root_ = schema::GetModel(bytes);
    return {};
  }

  // Copies a list; false if the file's lists are longer in sum than the file, as only lists over each other can be. The
  // verifier of flatbuffers 2 lets lists of 8-byte elements pass that are not aligned to 8.
  template <class V, class T> bool read_list(const V* list, T& to) {
    static_assert(sizeof(*to.data()) == sizeof(typename V::value_type));
    const std::size_t bytes = size(list) * sizeof(*to.data());
    if (bytes > budget_) return false;
    budget_ -= bytes;
    to.resize(size(list));
    if (bytes > 0) std::memcpy(to.data(), list->Data(), bytes);
    return true;
  }

  Error read_tensor(const schema::Tensor& from, Tensor& to) {
    if (!read_list(from.name(), to.name) || !read_list(from.shape(), to.shape)) return overlap();
    to.type = from.type();
    if (schema::EnumNameTensorType(to.type)[0] == 0)
      return {"expected a type that is known, found " + type_text(to.type)};
    if (!to.shape.empty() && to.shape[0] == -1) to.shape[0] = 1;  // any batch
    for (const int extent : to.shape) {
      if (extent < 1) return {"expected extents from 1 on, found " + std::to_string(extent)};
      to.elements *= extent;
      if (to.elements > std::numeric_limits<std::int32_t>::max()) return {"expected less than 2^31 elements"};
    }
    if (from.sparsity()) return {"expected a dense tensor, found a sparse one"};
    if (from.is_variable()) return {"expected a constant or a computed tensor, found a variable"};
    if (Error error = read_quantization(from.quantization(), to)) return error;
    return read_data(from.buffer(), to);
  }

  Error read_quantization(const schema::Quantization* from, Tensor& to) {
    if (!from) return {};
    if (from->details_type() != 0) return {"expected scales and zero points, found another kind of quantization"};
    if (!read_list(from->scale(), to.scales) || !read_list(from->zero_point(), to.zero_points)) return overlap();
    if (to.zero_points.size() != to.scales.size())
      return {"expected as many zero points as scales, found " + std::to_string(to.zero_points.size()) + " and " +
              std::to_string(to.scales.size())};
    for (const float scale : to.scales)
      if (!(scale > 0) || !std::isfinite(scale))
        return {"expected positive, finite scales, found " + number_text(scale)};
    if (to.scales.size() < 2) return {};
    to.axis = from->quantized_dimension();
    if (to.axis < 0 || static_cast<std::size_t>(to.axis) >= to.shape.size() ||
        static_cast<std::size_t>(to.shape[static_cast<std::size_t>(to.axis)]) != to.scales.size())
      return {"expected one scale, or one for each index of a dimension; found " + std::to_string(to.scales.size()) +
              " for dimension " + std::to_string(to.axis)};
    return {};
  }

  Error read_data(std::uint32_t index, Tensor& to) {
    if (index >= size(root_->buffers())) {
      if (index == 0) return {};
      return {"expected a buffer below " + std::to_string(size(root_->buffers())) + ", found " + std::to_string(index)};
    }
    const schema::Buffer& buffer = *at(root_->buffers(), index);
    if (buffer.offset() > 1) return {"expected its data inside of the flatbuffer, found it behind"};
    if (size(buffer.data()) == 0) return {};
    to.data = {reinterpret_cast<const std::byte*>(buffer.data()->data()), buffer.data()->size()};
    if (const int bits = type_bits(to.type);
        bits != 0 && to.data.size() != (static_cast<std::uint64_t>(to.elements) * static_cast<unsigned>(bits) + 7) / 8)
      return {"expected " + std::to_string(to.elements) + " elements of " + type_text(to.type) + ", found " +
              std::to_string(to.data.size()) + " bytes"};
    return {};
  }

  Error read_operator(const schema::Operator& from, Operator& to) {
    if (from.opcode_index() >= size(root_->operator_codes()))
      return {"expected an operator code below " + std::to_string(size(root_->operator_codes())) + ", found " +
              std::to_string(from.opcode_index())};
    const schema::OperatorCode& code = *at(root_->operator_codes(), from.opcode_index());
    to.code = std::max(code.code(), static_cast<BuiltinOperator>(code.byte_code()));
    if (!read_list(code.custom_code(), to.custom) || !read_list(from.inputs(), to.inputs) ||
        !read_list(from.outputs(), to.outputs))
      return overlap();
    for (const int input : to.inputs)
      if (input != -1)
        if (Error error = use(input, "its inputs")) return error;
    if (to.outputs.empty()) return {"expected an output, found none"};
    for (const int output : to.outputs)
      if (Error error = make(output, "its outputs")) return error;
    read_options(from, to.options);
    return {};
  }

  Error use(int tensor, const char* where) const {
    if (Error error = check_index(tensor, where)) return error;
    if (known_[static_cast<std::size_t>(tensor)]) return {};
    return {std::string(where) + ": " + tensor_text(model_, tensor) + " is read before an operator has made it"};
  }
  Error make(int tensor, const char* where) {
    if (Error error = check_index(tensor, where)) return error;
    if (known_[static_cast<std::size_t>(tensor)])
      return {std::string(where) + ": " + tensor_text(model_, tensor) + " has a value already"};
    known_[static_cast<std::size_t>(tensor)] = true;
    return {};
  }
  Error check_index(int tensor, const char* where) const {
    if (tensor >= 0 && static_cast<std::size_t>(tensor) < model_.tensors.size()) return {};
    return {std::string(where) + ": expected tensors below " + std::to_string(model_.tensors.size()) + ", found " +
            std::to_string(tensor)};
  }

  template <class Table> static void read_window(const Table& from, Options& to) {
    to.padding = from.padding();
    to.stride_h = from.stride_h(), to.stride_w = from.stride_w();
    to.activation = from.activation();
  }
  static void read_options(const schema::Operator& from, Options& to) {
    if (const auto* convolution = from.options_as_Conv2DOptions()) {
      read_window(*convolution, to);
      to.dilation_h = convolution->dilation_h(), to.dilation_w = convolution->dilation_w();
    } else if (const auto* depthwise = from.options_as_DepthwiseConv2DOptions()) {
      read_window(*depthwise, to);
      to.dilation_h = depthwise->dilation_h(), to.dilation_w = depthwise->dilation_w();
    } else if (const auto* pool = from.options_as_Pool2DOptions()) {
      read_window(*pool, to);
      to.filter_h = pool->filter_h(), to.filter_w = pool->filter_w();
    } else if (const auto* linear = from.options_as_FullyConnectedOptions()) {
      to.activation = linear->activation();
      to.shuffled_weights = linear->weights_format() != 0;
    } else if (const auto* softmax = from.options_as_SoftmaxOptions()) {
      to.beta = softmax->beta();
    } else if (const auto* add = from.options_as_AddOptions()) {
      to.activation = add->activation();
    } else if (const auto* sub = from.options_as_SubOptions()) {
      to.activation = sub->activation();
    } else if (const auto* mul = from.options_as_MulOptions()) {
      to.activation = mul->activation();
    } else if (const auto* concatenation = from.options_as_ConcatenationOptions()) {
      to.axis = concatenation->axis();
      to.activation = concatenation->activation();
    } else if (const auto* leaky = from.options_as_LeakyReluOptions()) {
      to.alpha = leaky->alpha();
    } else if (const auto* bilinear = from.options_as_ResizeBilinearOptions()) {
      to.align_corners = bilinear->align_corners(), to.half_pixel_centers = bilinear->half_pixel_centers();
    } else if (const auto* nearest = from.options_as_ResizeNearestNeighborOptions()) {
      to.align_corners = nearest->align_corners(), to.half_pixel_centers = nearest->half_pixel_centers();
    } else if (const auto* slice = from.options_as_StridedSliceOptions()) {
      to.begin_mask = slice->begin_mask(), to.end_mask = slice->end_mask();
      to.ellipsis_mask = slice->ellipsis_mask(), to.new_axis_mask = slice->new_axis_mask();
      to.shrink_axis_mask = slice->shrink_axis_mask(), to.end_is_offset = slice->offset();
    }
  }

  Model& model_;
  std::size_t budget_;  // bytes of lists that may still be copied
  const schema::Model* root_ = nullptr;
  std::vector<bool> known_;  // tensors that have a value when the operator at hand runs
};

}  // namespace tflite

// `name` stands in messages for the file. On error the model is as it was.
inline Error parse_tflite(std::string_view name, std::vector<std::byte> bytes, tflite::Model& model) {
  tflite::Model read;
  read.bytes = std::make_shared<const std::vector<std::byte>>(std::move(bytes));
  if (Error error = tflite::Parser(read).parse()) return {printable(name) + ": " + error.message};
  model = std::move(read);
  return {};
}

inline Error load_tflite_model(const std::filesystem::path& path, tflite::Model& model) {
  std::vector<std::byte> bytes;
  if (Error error = read_file(path, longest_tflite, bytes)) return error;
  return parse_tflite(path.string(), std::move(bytes), model);
}

}  // namespace edgelite
