// Quantized ONNX: QuantizeLinear and DequantizeLinear around float operators, and the operators that hold both
// (QLinear*, QGemm).
//
// Between a DequantizeLinear and the next QuantizeLinear the tensors are floats in the file and the same stored numbers
// here: QuantizeLinear says what the value before it is stored as. Values that no QuantizeLinear follows take the
// quantization of those behind or before them where an operator keeps it (a pool, a clamp), as onnxruntime fuses them.
#pragma once

#include "edgelite/import/check.hpp"
#include "edgelite/import/onnx/binary.hpp"
#include "edgelite/import/onnx/movement.hpp"
#include "edgelite/import/onnx/pool.hpp"
#include "edgelite/import/onnx/weighted.hpp"

namespace edgelite::graph::from_onnx {

inline constexpr Quantization fixed_quantization{1.f / 256, -128};

// Scale and zero point of stored numbers of 8 bits, from inputs k and k + 1; uint8 is shifted by 128.
inline Error read_quantization(const Reader& r, const onnx::Node& n, std::size_t k, Type& type, Quantization& q) {
  Constant scale, zero;
  if (Error error = r.constant(n, k, scale)) return error;
  if (scale.elements() != 1) return {r.name(n, k) + ": expected one scale, found " + text(scale.elements())};
  q = {static_cast<float>(scale.at(0)), 0};
  if (!(q.scale > 0) || !std::isfinite(q.scale))
    return {r.name(n, k) + ": expected a positive, finite scale, found " + std::to_string(q.scale)};
  type = Type::uint8;
  std::int64_t stored = 0;
  if (Reader::has(n, k + 1)) {
    if (Error error = r.constant(n, k + 1, zero)) return error;
    if (zero.elements() != 1) return {r.name(n, k + 1) + ": expected one zero point, found " + text(zero.elements())};
    type = zero.tensor->type;
    stored = zero.whole_at(0);
  }
  if (type != Type::int8 && type != Type::uint8)
    return {r.name(n, k + 1) + ": expected int8 or uint8, found " + onnx::type_text(type)};
  q.zero_point = static_cast<std::int32_t>(stored - (type == Type::uint8 ? 128 : 0));
  return {};
}

// x as it is stored: its value gets this quantization, or is requantized where it has another.
inline Live stored_as(Reader& r, Live x, Type type, Quantization q) {
  const auto v = static_cast<std::size_t>(x.value);
  if (r.is_quantized[v] && !alike(r.graph.values[v].quantization, q))
    x.value = r.emit(Kind::requantize, {x.value}, r.shape(x));
  r.graph.values[static_cast<std::size_t>(x.value)].quantization = q;
  r.is_quantized[static_cast<std::size_t>(x.value)] = true;
  x.type = type;
  return x;
}

// A constant stored in 8 bits, ties to even, and as floats again.
inline Error quantize_constant(Reader& r, const onnx::Node& n, const Constant& from, std::size_t axis, Constant& to) {
  Constant scale, zero;
  if (Error error = r.constant(n, 1, scale)) return error;
  if (Reader::has(n, 2))
    if (Error error = r.constant(n, 2, zero)) return error;
  const Type type = zero.tensor ? zero.tensor->type : Type::uint8;
  if (type != Type::int8 && type != Type::uint8) return {"expected int8 or uint8, found " + onnx::type_text(type)};
  const std::int64_t low = type == Type::int8 ? -128 : 0;
  const bool several = scale.elements() > 1;
  if (several && (axis >= from.extents.size() || scale.elements() != from.extents[axis]))
    return {"expected one scale, or one an index of the axis, found " + text(scale.elements())};
  if (zero.tensor && zero.elements() != scale.elements()) return {"expected as many zero points as scales"};
  std::int64_t inner = 1;
  for (std::size_t k = axis + 1; k < from.extents.size(); ++k) inner *= from.extents[k];
  if (Error error = r.spend(from.elements())) return error;
  std::vector<std::uint8_t> numbers;
  for (std::int64_t i = 0; i < from.elements(); ++i) {
    const std::int64_t s = several ? i / inner % from.extents[axis] : 0;
    const double quotient = std::nearbyint(from.at(i) / scale.at(s));
    if (!std::isfinite(quotient)) return {"expected finite numbers and scales"};
    const double stored = quotient + (zero.tensor ? zero.at(s) : 0);
    numbers.push_back(static_cast<std::uint8_t>(
        static_cast<std::int64_t>(std::clamp(stored, static_cast<double>(low), static_cast<double>(low + 255)))));
  }
  to = Constant(new_tensor(type, from.extents, numbers));
  return {};
}

// A constant with the scales in input k and the zero points behind them.
inline Error with_scales(Reader& r, const onnx::Node& n, Constant c, std::size_t k, std::int64_t axis, Constant& to) {
  Constant scale, zero;
  if (Error error = r.constant(n, k, scale)) return error;
  if (Reader::has(n, k + 1))
    if (Error error = r.constant(n, k + 1, zero)) return error;
  if (c.quantized()) return {"expected stored numbers, found dequantized ones"};
  if (scale.elements() < 1 || (zero.tensor && zero.elements() != scale.elements()))
    return {"expected as many zero points as scales, found " + text(zero.elements()) + " and " +
            text(scale.elements())};
  if (scale.elements() > 1) {
    if (Error error = Reader::axis(axis, c.extents.size(), c.axis)) return error;
    if (c.extents[c.axis] != scale.elements())
      return {"expected one scale, or one an index of axis " + text(axis) + ", found " + text(scale.elements())};
  }
  if (Error error = r.spend(2 * scale.elements())) return error;
  for (std::int64_t i = 0; i < scale.elements(); ++i) {
    const auto s = static_cast<float>(scale.at(i));
    if (!(s > 0) || !std::isfinite(s)) return {r.name(n, k) + ": expected positive, finite scales"};
    c.scales.push_back(s);
    c.zero_points.push_back(zero.tensor ? zero.whole_at(i) : 0);
  }
  to = std::move(c);
  return {};
}

inline Error read_quantize(Reader& r, const onnx::Node& n) {
  if (r.integer(n, "block_size", 0) != 0) return {"expected scales of tensors or axes, found blocks"};
  if (r.is_constant(n, 0)) {
    Constant c, stored;
    if (Error error = r.constant(n, 0, c)) return error;
    std::size_t axis = 0;
    if (!c.extents.empty())
      if (Error error = Reader::axis(r.integer(n, "axis", c.extents.size() > 1 ? 1 : 0), c.extents.size(), axis))
        return error;
    if (Error error = quantize_constant(r, n, c, axis, stored)) return error;
    return r.set_output(n, stored), Error{};
  }
  Live x;
  Type type{};
  Quantization q;
  if (Error error = r.real(n, 0, x)) return error;
  if (Error error = read_quantization(r, n, 1, type, q)) return error;
  r.set_output(n, stored_as(r, x, type, q));
  return {};
}

// Input k, stored in 8 bits with the scale and zero point behind it, as floats.
inline Error read_stored(Reader& r, const onnx::Node& n, std::size_t k, Live& x) {
  Type type{};
  Quantization q;
  if (Error error = r.live(n, k, x)) return error;
  if (Error error = read_quantization(r, n, k + 1, type, q)) return error;
  if (x.type != type)
    return {r.name(n, k) + ": expected " + onnx::type_text(x.type) + ", found " + onnx::type_text(type)};
  const auto v = static_cast<std::size_t>(x.value);
  if (r.is_quantized[v] && !alike(r.graph.values[v].quantization, q))
    return {r.name(n, k) + ": expected the scale and zero point that it was stored with, found " +
            std::to_string(q.scale) + " and " + std::to_string(q.zero_point)};
  r.graph.values[v].quantization = q;
  r.is_quantized[v] = true;
  x.type = Type::float32;
  return {};
}

inline Error read_dequantize(Reader& r, const onnx::Node& n) {
  if (r.integer(n, "block_size", 0) != 0) return {"expected scales of tensors or axes, found blocks"};
  if (r.is_constant(n, 0)) {
    Constant c;
    if (Error error = r.constant(n, 0, c)) return error;
    if (Error error = with_scales(r, n, c, 1, r.integer(n, "axis", 1), c)) return error;
    return r.set_output(n, c), Error{};
  }
  Live x;
  if (Error error = read_stored(r, n, 0, x)) return error;
  r.set_output(n, x);
  return {};
}

// --- operators that hold their quantization: as QuantizeLinear, the float operator, DequantizeLinear ---

// Stores the first output with the scale in input k.
inline Error store_output(Reader& r, const onnx::Node& n, std::size_t k) {
  Type type{};
  Quantization q;
  if (Error error = read_quantization(r, n, k, type, q)) return error;
  Live y = r.live_of(n.outputs[0]);
  y = stored_as(r, y, type, q);
  r.set_output(n, y);
  return {};
}

// The float operator on the inputs at these places, each with its scale and zero point behind it.
template <class Read>
Error read_whole(Reader& r, const onnx::Node& n, const char* operation, std::vector<std::size_t> inputs,
                 std::size_t output, Read read) {
  onnx::Node plain = n;
  plain.operation = operation;
  plain.domain.clear();
  plain.inputs.clear();
  for (const std::size_t k : inputs) {
    if (!Reader::has(n, k)) return {"expected an input " + std::to_string(k) + ", found none"};
    const bool again = std::count(plain.inputs.begin(), plain.inputs.end(), n.inputs[k]) > 0;
    plain.inputs.push_back(n.inputs[k]);
    if (again) continue;
    if (r.is_constant(n, k)) {
      Constant c;
      if (Error error = r.constant(n, k, c)) return error;
      const std::int64_t axis = std::string_view(operation) == "Conv" || c.extents.empty()
                                    ? 0
                                    : static_cast<std::int64_t>(c.extents.size()) - 1;
      if (Error error = with_scales(r, n, c, k + 1, axis, c)) return error;
      r.set(n.inputs[k], c);
    } else {
      Live x;
      if (Error error = read_stored(r, n, k, x)) return error;
      r.set(n.inputs[k], x);
    }
  }
  Error error = read(plain);
  for (const std::size_t k : inputs) {  // as they were: others may read them
    if (r.is_constant(n, k)) {
      Constant c;
      if (Error unread = r.constant(n, k, c)) return unread;
      c.scales.clear(), c.zero_points.clear();
      r.set(n.inputs[k], c);
    } else {
      Live x = r.live_of(n.inputs[k]);
      Type type{};
      Quantization q;
      if (Error unread = read_quantization(r, n, k + 1, type, q)) return unread;
      x.type = type;
      r.set(n.inputs[k], x);
    }
  }
  if (error) return error;
  return store_output(r, n, output);
}

inline Error read_qlinear(Reader& r, const onnx::Node& n) {
  const std::string& op = n.operation;
  if (op == "QLinearConv") {
    Constant bias;
    if (Reader::has(n, 8))
      if (Error error = r.constant(n, 8, bias)) return error;
    return read_whole(r, n, "Conv", {0, 3}, 6, [&](const onnx::Node& plain) -> Error {
      Constant w;
      if (Error error = r.constant(plain, 1, w)) return error;
      return make_convolution(r, plain, w, bias.tensor ? &bias : nullptr);
    });
  }
  if (op == "QLinearMatMul")
    return read_whole(r, n, "MatMul", {0, 3}, 6, [&](const onnx::Node& plain) { return read_linear(r, plain); });
  if (op == "QGemm") {
    Constant bias;
    if (Reader::has(n, 6))
      if (Error error = r.constant(n, 6, bias)) return error;
    if (r.integer(n, "transA", 0) != 0) return {"expected transA 0"};
    if (!Reader::has(n, 7)) return {"expected a quantized output, found floats"};
    const bool transposed = r.integer(n, "transB", 0) != 0;
    return read_whole(r, n, transposed ? "Conv" : "Gemm", {0, 3}, 7, [&](const onnx::Node& plain) -> Error {
      Live x;
      Constant w;
      if (Error error = r.live(plain, 0, x)) return error;
      if (Error error = r.constant(plain, 1, w)) return error;
      return make_linear(r, plain, x, w, transposed, r.number(plain, "alpha", 1), bias.tensor ? &bias : nullptr, 1);
    });
  }
  if (op == "QLinearAdd" || op == "QLinearMul")
    return read_whole(r, n, op == "QLinearAdd" ? "Add" : "Mul", {0, 3}, 6,
                      [&](const onnx::Node& plain) { return read_binary(r, plain, false); });
  if (op == "QLinearConcat") {
    std::vector<std::size_t> inputs;
    for (std::size_t k = 2; k < n.inputs.size(); k += 3) inputs.push_back(k);
    return read_whole(r, n, "Concat", inputs, 0, [&](const onnx::Node& plain) { return read_concat(r, plain); });
  }
  if (op == "QLinearGlobalAveragePool")
    return read_whole(r, n, "GlobalAveragePool", {0}, 3,
                      [&](const onnx::Node& plain) { return read_global_pool(r, plain); });
  if (op == "QLinearAveragePool")
    return read_whole(r, n, "AveragePool", {0}, 3, [&](const onnx::Node& plain) { return make_pool(r, plain); });
  if (op == "QLinearLeakyRelu" || op == "QLinearSigmoid")
    return read_whole(r, n, op.c_str() + 7, {0}, 3, [&](const onnx::Node& plain) { return read_activation(r, plain); });
  return read_whole(r, n, "Softmax", {0}, 3, [&](const onnx::Node& plain) { return read_softmax(r, plain); });
}

}  // namespace edgelite::graph::from_onnx
