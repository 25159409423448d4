// What the readers of single ONNX operators have in common: what each tensor is, attributes, and the nodes that are
// made.
#pragma once

#include <map>
#include <set>

#include "edgelite/import/check.hpp"
#include "edgelite/import/onnx/constant.hpp"
#include "edgelite/import/problem.hpp"

namespace edgelite::graph::from_onnx {

inline constexpr std::int64_t largest_option = 1 << 14;  // strides, pads and their like: their products are ints

inline std::string text(std::int64_t number) { return std::to_string(number); }

class Reader {
 public:
  Reader(const onnx::Model& file, Graph& to) : model(file), graph(to), items_(file.values.size()) {
    for (std::size_t i = 0; i < items_.size(); ++i)
      if (file.values[i].constant) {
        items_[i] = {Constant(file.values[i].constant), {}};
        left_ += 8 * file.values[i].constant->elements;
      }
    for (const onnx::Node& n : file.nodes)
      for (const onnx::Attribute& a : n.attributes)
        if (a.tensor) left_ += 8 * a.tensor->elements;
  }

  const onnx::Model& model;
  Graph& graph;
  std::vector<bool> is_quantized;  // by value: is its quantization known?
  std::set<int> stored_outputs;    // values that the file gives back in 8 bits, so with its scale
  std::map<int, Constant> biases;  // by node, int8: rounded when all scales are known
  std::string source;              // of the node at hand

  std::int64_t opset() const { return model.opset; }
  bool int8() const { return graph.element == Element::int8; }

  // Before so many numbers are made: a small file may ask for many, again and again.
  Error spend(std::int64_t numbers) {
    if (numbers > left_) return {"expected fewer numbers to be made of the file's constants"};
    left_ -= numbers;
    return {};
  }

  // --- what inputs are ---
  static bool has(const onnx::Node& n, std::size_t k) { return k < n.inputs.size() && n.inputs[k] >= 0; }
  bool is_constant(const onnx::Node& n, std::size_t k) const { return has(n, k) && item(n.inputs[k]).constant.tensor; }
  bool is_live(const onnx::Node& n, std::size_t k) const { return has(n, k) && item(n.inputs[k]).live.value >= 0; }
  bool is_known(const onnx::Node& n, std::size_t k) const { return is_constant(n, k) || is_live(n, k); }
  bool is_failed(int tensor) const { return items_[static_cast<std::size_t>(tensor)].failed; }
  std::string name(const onnx::Node& n, std::size_t k) const { return onnx::value_text(model, n.inputs[k]); }

  Error constant(const onnx::Node& n, std::size_t k, Constant& to) const {
    if (!has(n, k)) return {"expected an input " + std::to_string(k) + ", found none"};
    if (!is_constant(n, k)) return {name(n, k) + ": expected a constant, found a tensor that is computed"};
    to = item(n.inputs[k]).constant;
    return {};
  }
  Error live(const onnx::Node& n, std::size_t k, Live& to) const {
    if (!has(n, k)) return {"expected an input " + std::to_string(k) + ", found none"};
    if (!is_live(n, k)) return {name(n, k) + ": expected a tensor that is computed, found a constant"};
    to = item(n.inputs[k]).live;
    return {};
  }
  // A computed tensor of floats.
  Error real(const onnx::Node& n, std::size_t k, Live& to) const {
    if (Error error = live(n, k, to)) return error;
    if (is_float(to.type)) return {};
    return {name(n, k) + ": expected floats, found " + onnx::type_text(to.type)};
  }
  Error one_number(const onnx::Node& n, std::size_t k, double fallback, double& to) const {
    to = fallback;
    if (!has(n, k)) return {};
    Constant c;
    if (Error error = constant(n, k, c)) return error;
    if (c.elements() != 1) return {name(n, k) + ": expected one number, found " + std::to_string(c.elements())};
    to = c.at(0);
    return {};
  }
  // A list from an attribute or, in later opsets, from an input; false in `given` where there is neither.
  Error list(const onnx::Node& n, const char* attribute, std::size_t k, std::vector<std::int64_t>& to, bool& given) {
    given = true;
    if (n.find(attribute)) return to = integers(n, attribute), Error{};
    given = has(n, k);
    if (!given) return {};
    Constant c;
    if (Error error = constant(n, k, c)) return error;
    if (c.elements() > 64) return {name(n, k) + ": expected at most 64 numbers, found " + text(c.elements())};
    to.clear();
    for (std::int64_t i = 0; i < c.elements(); ++i) to.push_back(c.whole_at(i));
    return {};
  }

  void set(int tensor, Constant c) { items_[static_cast<std::size_t>(tensor)] = {std::move(c), {}}; }
  void set(int tensor, Live x) { items_[static_cast<std::size_t>(tensor)] = {{}, std::move(x)}; }
  void fail(int tensor) { items_[static_cast<std::size_t>(tensor)].failed = true; }
  template <class T> void set_output(const onnx::Node& n, T made, std::size_t k = 0) {
    if (k < n.outputs.size() && n.outputs[k] >= 0) set(n.outputs[k], std::move(made));
  }
  const Live& live_of(int tensor) const { return item(tensor).live; }
  bool is_constant(int tensor) const { return bool{item(tensor).constant.tensor}; }

  // --- attributes; one of another kind is noted in `wrong` ---
  Error wrong;
  std::int64_t integer(const onnx::Node& n, const char* name, std::int64_t fallback) {
    const onnx::Attribute* a = attribute(n, name, onnx::Attribute::Kind::integer);
    return a ? a->integer : fallback;
  }
  double number(const onnx::Node& n, const char* name, double fallback) {
    const onnx::Attribute* a = attribute(n, name, onnx::Attribute::Kind::real);
    return a ? static_cast<double>(a->real) : fallback;
  }
  std::string word(const onnx::Node& n, const char* name, const char* fallback) {
    const onnx::Attribute* a = attribute(n, name, onnx::Attribute::Kind::text);
    return a ? printable(a->text) : fallback;
  }
  std::vector<std::int64_t> integers(const onnx::Node& n, const char* name) {
    const onnx::Attribute* a = attribute(n, name, onnx::Attribute::Kind::integers);
    return a ? a->integers : std::vector<std::int64_t>{};
  }
  // As many options in [least, largest_option] as `count`, which may not be given.
  Error options(const onnx::Node& n, const char* name, std::size_t count, std::int64_t least, std::int64_t fallback,
                std::vector<int>& to) {
    to.assign(count, static_cast<int>(fallback));
    if (!n.find(name)) return {};
    const std::vector<std::int64_t> given = integers(n, name);
    if (given.size() != count)
      return {std::string("expected ") + std::to_string(count) + " " + name + ", found " +
              std::to_string(given.size())};
    for (std::size_t i = 0; i < count; ++i) {
      if (given[i] < least || given[i] > largest_option)
        return {std::string("expected ") + name + " from " + text(least) + " to " + text(largest_option) + ", found " +
                text(given[i])};
      to[i] = static_cast<int>(given[i]);
    }
    return {};
  }
  static Error axis(std::int64_t given, std::size_t rank, std::size_t& to) {
    const auto r = static_cast<std::int64_t>(rank);
    if (given < -r || given >= r) return {"expected an axis below " + text(r) + ", found " + text(given)};
    to = static_cast<std::size_t>(given < 0 ? given + r : given);
    return {};
  }

  // --- what is made ---
  Shape shape(int value) const { return graph.values[static_cast<std::size_t>(value)].shape; }
  Shape shape(const Live& x) const { return shape(x.value); }

  int new_value(const std::string& name, Shape shape) {
    graph.values.push_back({name, shape});
    is_quantized.push_back(false);
    return static_cast<int>(graph.values.size()) - 1;
  }
  // The values are named after the first output of the node at hand.
  int emit(graph::Node node, Shape to) {
    node.source = source;
    node.output = new_value(output_name, to);
    graph.nodes.push_back(std::move(node));
    origin.push_back(at);
    return graph.nodes.back().output;
  }
  int emit(Kind kind, std::vector<int> inputs, Shape to) {
    graph::Node node;
    node.kind = kind;
    node.inputs = std::move(inputs);
    return emit(std::move(node), to);
  }
  int at = -1;              // the file's node at hand
  std::vector<int> origin;  // of each node of the graph: the file's
  std::string output_name;

  // As x, element by element, in another value.
  Live like(const Live& x, int value) const {
    Live y = x;
    y.value = value;
    return y;
  }
  // A tensor that lies in `value` in storage order, channels innermost.
  Error fresh(int value, Extents extents, std::size_t channel, Live& to) const {
    to = {value, Type::float32, extents, axes_of(extents, channel)};
    return {};
  }

  // Has the value the shape and the order that make this axis its channels?
  bool is_natural(const Live& x, std::size_t channel) const {
    return in_storage_order(stored(x, channel)) && shape(x) == shape_of(x.extents, channel);
  }
  static Shape shape_of(const Extents& extents, std::size_t channel) {
    const std::vector<std::size_t> order = storage_order(extents.size(), channel);
    std::int64_t e[3] = {1, 1, 1};
    for (std::size_t k = 0; k < order.size(); ++k) {
      const std::size_t from_end = order.size() - 1 - k;
      e[channel >= extents.size() ? (from_end == 0 ? 1 : 0)
        : from_end == 0           ? 2
        : from_end == 1           ? 1
                                  : 0] *= extents[order[k]];
    }
    return {static_cast<int>(e[0]), static_cast<int>(e[1]), static_cast<int>(e[2])};
  }
  // The axis that is channels already, if one is; else `otherwise`.
  std::size_t natural_channel(const Live& x, std::size_t otherwise) const {
    if (is_natural(x, otherwise)) return otherwise;
    for (std::size_t k = x.extents.size(); k-- > 0;)
      if (is_natural(x, k)) return k;
    return otherwise;
  }

  // Makes an axis of x the channels of its value: free where the elements lie so, a channel shuffle where one does it.
  void arrange(Live& x, std::size_t channel) {
    const Shape to = shape_of(x.extents, channel);
    std::vector<std::int64_t> key{x.value, to.height, to.width, to.channels};
    for (const Stretch& s : stored(x, channel)) key.insert(key.end(), {s.extent, s.stride});
    const auto known = arranged_.find(key);
    x.value = known != arranged_.end() ? known->second : sorted(x.value, stored(x, channel), to);
    arranged_.emplace(std::move(key), x.value);
    x.axes = axes_of(x.extents, channel);
  }

 private:
  struct Item {
    Constant constant;
    Live live;
    bool failed = false;
  };
  const Item& item(int tensor) const { return items_[static_cast<std::size_t>(tensor)]; }

  const onnx::Attribute* attribute(const onnx::Node& n, const char* name, onnx::Attribute::Kind kind) {
    const onnx::Attribute* a = n.find(name);
    if (!a || a->kind == kind) return a;
    wrong = {std::string("attribute \"") + name + "\": expected another type than " +
             std::to_string(static_cast<int>(a->kind))};
    return nullptr;
  }

  int reshaped(int value, Shape to) {
    if (shape(value) == to) return value;
    graph::Node node;
    node.kind = Kind::reshape;
    node.inputs = {value};
    node.extents = {to.height, to.width, to.channels};
    return emit(std::move(node), to);
  }

  // The elements in the order of `wanted`, in a value of shape `to`. The innermost block [P][Q] becomes [Q][P] by a
  // channel shuffle of P groups; so stretch after stretch comes to its place, from the outermost on.
  int sorted(int value, const Axis& wanted, Shape to) {
    Axis order = wanted;
    const std::int64_t all = extent(order);
    for (std::int64_t outer = 1; !in_storage_order(order);) {
      const std::int64_t inner = all / outer, step = order[0].stride * order[0].extent;
      if (step != inner) {  // [P][first ...] -> [first ...][P]
        const std::int64_t p = inner / step;
        Shape block = shape(value);
        if (block.channels != inner) block = {1, static_cast<int>(outer), static_cast<int>(inner)};
        graph::Node node;
        node.kind = Kind::channel_shuffle;
        node.inputs = {reshaped(value, block)};
        node.extents[0] = static_cast<int>(p);
        value = emit(std::move(node), block);
        for (Stretch& s : order) s.stride = s.stride >= step ? s.stride / step : s.stride * p;
      }
      // The first is in its place: go on inside of it.
      outer *= order[0].extent;
      Axis rest;
      for (std::size_t k = 1; k < order.size(); ++k) append(rest, order[k]);
      order = rest;
    }
    return reshaped(value, to);
  }

  std::vector<Item> items_;
  std::int64_t left_ = 1 << 24;                        // numbers that may still be made
  std::map<std::vector<std::int64_t>, int> arranged_;  // values in another order, made once
};

}  // namespace edgelite::graph::from_onnx
