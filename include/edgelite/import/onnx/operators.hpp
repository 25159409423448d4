// The ONNX operators that a graph has nodes for, and the function that reads each. Add, Sub, Mul and Div are not among
// them: import/onnx/graph.hpp tells import/onnx/binary.hpp who else reads their operands.
#pragma once

#include "edgelite/import/onnx/quantized.hpp"
#include "edgelite/import/onnx/resize.hpp"

namespace edgelite::graph::from_onnx {

using Read = Error (*)(Reader&, const onnx::Node&);

inline const std::map<std::string, Read>& operators() {
  static const std::map<std::string, Read> table = {
      {"Conv", read_convolution},
      {"Gemm", read_linear},
      {"MatMul", read_linear},
      {"AveragePool", make_pool},
      {"MaxPool", make_pool},
      {"GlobalAveragePool", read_global_pool},
      {"GlobalMaxPool", read_global_pool},
      {"ReduceMean", read_mean},
      {"BatchNormalization", read_batch_norm},
      {"Softmax", read_softmax},
      {"Relu", read_activation},
      {"Clip", read_activation},
      {"LeakyRelu", read_activation},
      {"PRelu", read_activation},
      {"HardSwish", read_activation},
      {"HardSigmoid", read_activation},
      {"Sigmoid", read_activation},
      {"Concat", read_concat},
      {"Split", read_split},
      {"Slice", read_slice},
      {"Pad", read_pad},
      {"Resize", read_resize},
      {"Transpose", read_transpose},
      {"Reshape", read_reshape},
      {"Flatten", read_reshape},
      {"Squeeze", read_reshape},
      {"Unsqueeze", read_reshape},
      {"Identity", read_identity},
      {"Dropout", read_identity},
      {"Cast", read_identity},
      {"QuantizeLinear", read_quantize},
      {"DequantizeLinear", read_dequantize},
      {"QLinearConv", read_qlinear},
      {"QLinearMatMul", read_qlinear},
  };
  return table;
}
// Of the domain com.microsoft.
inline const std::set<std::string>& microsoft_operators() {
  static const std::set<std::string> names = {"QGemm",
                                              "QLinearAdd",
                                              "QLinearMul",
                                              "QLinearConcat",
                                              "QLinearGlobalAveragePool",
                                              "QLinearAveragePool",
                                              "QLinearLeakyRelu",
                                              "QLinearSigmoid",
                                              "QLinearSoftmax"};
  return names;
}

}  // namespace edgelite::graph::from_onnx
