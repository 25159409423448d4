// ONNX operators whose inputs are constants, computed at import: what exporters write around Reshape, Slice and Resize
// to work out shapes. Results of at most 65536 numbers; of any size where nothing is copied (Constant, Identity,
// Reshape and its like).
#pragma once

#include "edgelite/import/onnx/extents.hpp"

namespace edgelite::graph::from_onnx {

inline constexpr std::int64_t most_folded = 1 << 16;

inline Error too_many(std::int64_t count) {
  return {"expected at most " + text(most_folded) + " computed constants, found " + text(count)};
}

// Numbers as they are computed: integers stay exact.
inline Constant integers_of(const Extents& extents, const std::vector<std::int64_t>& numbers) {
  return Constant(new_tensor(Type::int64, extents, numbers));
}

namespace folding {

inline Error gather(Reader& r, const onnx::Node& n, const Constant& from, const Constant& indices, Constant& to) {
  std::size_t k = 0;
  if (Error error = Reader::axis(r.integer(n, "axis", 0), from.extents.size(), k)) return error;
  if (from.extents.size() != 1) return {"expected a list to gather from, found " + onnx::extents_text(from.extents)};
  if (indices.elements() > most_folded) return too_many(indices.elements());
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < indices.elements(); ++i) {
    const std::int64_t at = indices.whole_at(i);
    if (at < -from.elements() || at >= from.elements())
      return {"expected indices below " + text(from.elements()) + ", found " + text(at)};
    numbers.push_back(from.whole_at(at < 0 ? at + from.elements() : at));
  }
  to = integers_of(indices.extents, numbers);
  return {};
}

inline Error concat(const Reader& r, const onnx::Node& n, Constant& to) {
  std::vector<std::int64_t> numbers;
  for (std::size_t i = 0; i < n.inputs.size(); ++i) {
    Constant c;
    if (Error error = r.constant(n, i, c)) return error;
    if (c.extents.size() != 1 || is_float(c.tensor->type))
      return {r.name(n, i) + ": expected a list of integers, found " + onnx::type_text(c.tensor->type) + " " +
              onnx::extents_text(c.extents)};
    if (c.elements() > most_folded || static_cast<std::int64_t>(numbers.size()) > most_folded)
      return too_many(c.elements());
    for (std::int64_t k = 0; k < c.elements(); ++k) numbers.push_back(c.whole_at(k));
  }
  to = integers_of({static_cast<std::int64_t>(numbers.size())}, numbers);
  return {};
}

inline Error slice(Reader& r, const onnx::Node& n, const Constant& from, Constant& to) {
  std::vector<Cut> parts;
  if (from.extents.size() != 1) return {"expected a list to slice, found " + onnx::extents_text(from.extents)};
  if (Error error = cuts(r, n, from.extents, parts)) return error;
  if (parts[0].count > most_folded) return too_many(parts[0].count);
  std::vector<std::int64_t> numbers;
  for (std::int64_t i = 0; i < parts[0].count; ++i)
    numbers.push_back(from.whole_at(parts[0].first + i * parts[0].step));
  to = integers_of({parts[0].count}, numbers);
  return {};
}

// Of two numbers; integers wrap, as in C without signs.
inline bool combine(const std::string& operation, std::int64_t a, std::int64_t b, std::int64_t& y) {
  const auto ua = static_cast<std::uint64_t>(a), ub = static_cast<std::uint64_t>(b);
  if (operation == "Add") return y = static_cast<std::int64_t>(ua + ub), true;
  if (operation == "Sub") return y = static_cast<std::int64_t>(ua - ub), true;
  if (operation == "Mul") return y = static_cast<std::int64_t>(ua * ub), true;
  if (operation != "Div" || b == 0 || (b == -1 && a == std::numeric_limits<std::int64_t>::min())) return false;
  return y = a / b, true;
}
inline bool combine(const std::string& operation, double a, double b, double& y) {
  if (operation == "Add") return y = a + b, true;
  if (operation == "Sub") return y = a - b, true;
  if (operation == "Mul") return y = a * b, true;
  if (operation == "Div") return y = a / b, true;
  return false;
}
template <class T, class At>
Error combine_all(const std::string& operation, const Constant& a, const Constant& b, At at, std::vector<T>& to) {
  const std::int64_t count = std::max(a.elements(), b.elements());
  for (std::int64_t i = 0; i < count; ++i) {
    T y{};
    if (!combine(operation, at(a, a.elements() == 1 ? 0 : i), at(b, b.elements() == 1 ? 0 : i), y))
      return {"expected a divisor other than 0"};
    to.push_back(y);
  }
  return {};
}
inline Error arithmetic(const onnx::Node& n, const Constant& a, const Constant& b, Constant& to) {
  if (a.extents != b.extents && a.elements() != 1 && b.elements() != 1)
    return {"expected constants of one shape, found " + onnx::extents_text(a.extents) + " and " +
            onnx::extents_text(b.extents)};
  if (a.elements() == 0 || b.elements() == 0) return {"expected numbers, found none"};
  const std::int64_t count = std::max(a.elements(), b.elements());
  if (count > most_folded) return too_many(count);
  const Extents& extents = a.elements() == 1 && b.extents.size() >= a.extents.size() ? b.extents : a.extents;
  if (is_float(a.tensor->type) || a.quantized()) {
    std::vector<double> numbers;
    if (Error error = combine_all(
            n.operation, a, b, [](const Constant& c, std::int64_t i) { return c.at(i); }, numbers))
      return error;
    const std::vector<float> floats(numbers.begin(), numbers.end());
    to = Constant(new_tensor(Type::float32, extents, floats));
    return {};
  }
  std::vector<std::int64_t> numbers;
  if (Error error = combine_all(
          n.operation, a, b, [](const Constant& c, std::int64_t i) { return c.whole_at(i); }, numbers))
    return error;
  to = integers_of(extents, numbers);
  return {};
}

}  // namespace folding

inline Error fold_value(const onnx::Node& n, Constant& to) {
  if (const onnx::Attribute* a = n.find("value"); a && a->tensor) return to = Constant(a->tensor), Error{};
  if (const onnx::Attribute* a = n.find("value_float"))
    return to = Constant(new_tensor(Type::float32, {}, std::vector<float>{a->real})), Error{};
  if (const onnx::Attribute* a = n.find("value_int")) return to = integers_of({}, {a->integer}), Error{};
  if (const onnx::Attribute* a = n.find("value_ints"))
    return to = integers_of({static_cast<std::int64_t>(a->integers.size())}, a->integers), Error{};
  if (const onnx::Attribute* a = n.find("value_floats"))
    return to = Constant(new_tensor(Type::float32, {static_cast<std::int64_t>(a->reals.size())}, a->reals)), Error{};
  return {"expected a tensor or numbers as its value, found another attribute"};
}

// What of a shape Shape asks for.
inline Error fold_shape(Reader& r, const onnx::Node& n, const Extents& extents, Constant& to) {
  const auto rank = static_cast<std::int64_t>(extents.size());
  auto limit = [&](std::int64_t at) { return saturated(at < 0 ? saturated(at, -rank, 0) + rank : at, 0, rank); };
  const std::int64_t first = limit(r.integer(n, "start", 0)), last = limit(r.integer(n, "end", rank));
  std::vector<std::int64_t> numbers;
  for (std::int64_t k = first; k < last; ++k) numbers.push_back(extents[static_cast<std::size_t>(k)]);
  to = integers_of({static_cast<std::int64_t>(numbers.size())}, numbers);
  return {};
}

// A node of constants. `known`: is it one that can be computed here?
inline Error fold(Reader& r, const onnx::Node& n, Constant& to, bool& known) {
  const std::string& op = n.operation;
  known = true;
  if (op == "Constant") return fold_value(n, to);
  Constant a, b;
  if (Error error = r.constant(n, 0, a)) return error;
  if (op == "Identity" || op == "Dropout") return to = a, Error{};
  if (op == "Shape") return fold_shape(r, n, a.extents, to);
  if (op == "Reshape" || op == "Flatten" || op == "Squeeze" || op == "Unsqueeze") {
    if (a.quantized() && a.scales.size() > 1) return {"expected one scale of a constant that is reshaped"};
    Extents extents;
    if (Error error = new_extents(r, n, a.extents, extents)) return error;
    to = a, to.extents = extents;
    return {};
  }
  if (op == "Concat") return folding::concat(r, n, to);
  if (op == "Slice") return folding::slice(r, n, a, to);
  if (op == "Cast") {
    const auto type = static_cast<Type>(r.integer(n, "to", 0));
    if (a.elements() > most_folded) return too_many(a.elements());
    if (is_float(type)) {
      std::vector<float> numbers;
      for (std::int64_t i = 0; i < a.elements(); ++i) numbers.push_back(static_cast<float>(a.at(i)));
      return to = Constant(new_tensor(Type::float32, a.extents, numbers)), Error{};
    }
    std::vector<std::int64_t> numbers;
    for (std::int64_t i = 0; i < a.elements(); ++i) numbers.push_back(a.whole_at(i));
    return to = integers_of(a.extents, numbers), Error{};
  }
  known = op == "Gather" || op == "Add" || op == "Sub" || op == "Mul" || op == "Div";
  if (!known) return {};
  if (Error error = r.constant(n, 1, b)) return error;
  return op == "Gather" ? folding::gather(r, n, a, b, to) : folding::arithmetic(n, a, b, to);
}

}  // namespace edgelite::graph::from_onnx
