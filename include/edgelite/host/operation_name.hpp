// What people call the operations and values of program<Net>: a path as in the state dict, and the layer's name.
#pragma once

#include <string>
#include <vector>

#include "edgelite/network/parameters.hpp"

namespace edgelite {

struct OperationName {
  std::string path, layer;  // "3.block.0", "DepthwiseConv2d 3x3/2"
};

namespace detail {

template <class L> struct Unnamed { using type = L; };
template <Text Name, class L> struct Unnamed<Named<Name, L>> { using type = L; };

// "Conv2d" of edgelite::Conv2d<24, edgelite::Kernel<3>>, from what g++ and clang call this function.
template <class L> std::string layer_name() {
  std::string name = __PRETTY_FUNCTION__;
  name = name.substr(name.find("L = ") + 4);
  name = name.substr(0, name.find_first_of("<;]"));
  const std::size_t scope = name.rfind("::");
  return scope == name.npos ? name : name.substr(scope + 2);
}

}  // namespace detail

template <class Net, int I> OperationName operation_name() {
  constexpr Operation op = program<Net>[I];
  OperationName name;
  std::array<char, 64> path{};
  detail::write_prefix<Net, WrittenOperation<Net, op.written>>(path);
  name.path = path.data();
  if (!name.path.empty()) name.path.pop_back();  // the dot
  name.layer = detail::layer_name<typename detail::Unnamed<layer_of<Net, I>>::type>();
  if (op.window.taps() > 1)
    (name.layer += ' ') += std::to_string(op.window.kernel_h) + "x" + std::to_string(op.window.kernel_w);
  if (op.window.stride_h > 1) (name.layer += '/') += std::to_string(op.window.stride_h);
  return name;
}

// The names of all values: value 0 is "input", the others are called after the operations that make them.
template <class Net> std::vector<OperationName> value_names() {
  std::vector<OperationName> names(static_cast<std::size_t>(program<Net>.value_count), {"input", "Input"});
  [&]<int... I>(std::integer_sequence<int, I...>) {
    (void)std::initializer_list<int>{
        0, (names[static_cast<std::size_t>(program<Net>[I].output)] = operation_name<Net, I>(), 0)...};
  }
  (std::make_integer_sequence<int, program<Net>.operation_count>{});
  return names;
}

}  // namespace edgelite
