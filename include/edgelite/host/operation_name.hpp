// What people call the operations and values of program<Net>: a path as in the state dict, and the layer's name.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "edgelite/network/parameters.hpp"

namespace edgelite {

struct OperationName {
  std::string path, layer;  // "3.block.0", "DepthwiseConv2d 3x3/2"
};

namespace detail {

template <class L> struct Unnamed { using type = L; };
template <Text Name, class L> struct Unnamed<Named<Name, L>> { using type = L; };

// What g++ and clang call this function: "... [with L = edgelite::Conv2d<24, edgelite::Kernel<3>>; ...]".
template <class L> constexpr std::string_view spelled_type() { return __PRETTY_FUNCTION__; }

// What the compiler knows of a name; strings are made of it by one function for all operations of all networks.
struct NameParts {
  std::array<char, 64> path{};
  std::string_view type;
};
template <class Net, int I> constexpr NameParts name_parts() {
  NameParts parts;
  write_prefix<Net, WrittenOperation<Net, program<Net>[I].written>>(parts.path);
  parts.type = spelled_type<typename Unnamed<layer_of<Net, I>>::type>();
  return parts;
}

inline OperationName to_name(const NameParts& parts, const Operation& op) {
  OperationName name{parts.path.data(), ""};
  if (!name.path.empty()) name.path.pop_back();  // the dot
  std::string_view type = parts.type.substr(parts.type.find("L = ") + 4);
  type = type.substr(0, type.find_first_of("<;]"));
  const std::size_t scope = type.rfind("::");
  name.layer = scope == type.npos ? type : type.substr(scope + 2);
  if (op.window.taps() > 1)
    (name.layer += ' ') += std::to_string(op.window.kernel_h) + "x" + std::to_string(op.window.kernel_w);
  if (op.window.stride_h > 1) (name.layer += '/') += std::to_string(op.window.stride_h);
  return name;
}

template <class Net> inline constexpr auto all_name_parts = []<int... I>(std::integer_sequence<int, I...>) {
  return std::array<NameParts, sizeof...(I)>{name_parts<Net, I>()...};
}
(std::make_integer_sequence<int, program<Net>.operation_count>{});

}  // namespace detail

template <class Net, int I> OperationName operation_name() {
  return detail::to_name(detail::all_name_parts<Net>[std::size_t{I}], program<Net>[I]);
}

// The names of all values: the input is "input", several are "input 0", "input 1" and so on; the others are called
// after the operations that make them.
template <class Net> std::vector<OperationName> value_names() {
  std::vector<OperationName> names(static_cast<std::size_t>(program<Net>.value_count), {"input", "Input"});
  for (int k = 0; program<Net>.input_count > 1 && k < program<Net>.input_count; ++k)
    names[static_cast<std::size_t>(k)].path += " " + std::to_string(k);
  for (int i = 0; i < program<Net>.operation_count; ++i)
    names[static_cast<std::size_t>(program<Net>[i].output)] =
        detail::to_name(detail::all_name_parts<Net>[static_cast<std::size_t>(i)], program<Net>[i]);
  return names;
}

}  // namespace edgelite
