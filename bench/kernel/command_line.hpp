// The options that bench_kernel has beside Google Benchmark's.
#pragma once

#include <charconv>
#include <string>
#include <vector>

#include "architectures.hpp"
#include "edgelite/host/error.hpp"
#include "problem.hpp"

namespace bench {

inline constexpr const char* help =
    R"(Usage: bench_kernel [options] [Google Benchmark's options]

Times single kernels. Without --kernel: the shapes of bench/kernel/shapes.hpp, compiled with static sizes. Names are
kernel/shape/element/arch, as in depthwise/32x32x96_3x3_s2/float/avx2; with /cold at the end the operands come from
beyond the L2 cache, and /runtime stands for sizes that are known at run time only. Elements are float, int8 with the
rounding of TFLite's reference kernels, and int8_to_even with that of XNNPACK.

  --arch NAME        an instruction set, or all [for each element the best that this CPU has]
  --element TYPE     float or int8 alone [both]
  --kernel NAME      one benchmark with run-time sizes, and only that:
  --shape HxWxC        its input, as in 16x16x64; C alone stands for 1x1xC
  --out N              filters
  --kernel-size N      the window, N x N; windows have TensorFlow's Same padding
  --stride N, --dilation N, --groups N
  --hidden N           squeeze_excite: channels between its two pointwise convolutions
  --padding N          pad: rows and columns on each side
  --rounding NAME      int8, kernels with weights: exact or to_even [exact]
  --to HxW             resize_nearest, resize_bilinear: the output
  --help             this text

Columns: time is the fastest of many short runs, mean that of all; GOP/s (JSON: gflops or gops) count a
multiply-accumulate as two, also those with padding, which a kernel may leave out; the peak is that of the instructions
which multiply and add the element type (int8: PMADDWD and PADDD on sse4.1 and avx2, VPDPBUSD on avx-vnni and
avx512-vnni); peak and bandwidths are measured in the same run on the same core; the bound is what sets the least time by the roofline
model, and GB/s are of the bytes read and written, each once; error is the largest difference from naive loops over the
largest value, in int8 always 0. A benchmark that is wrong says so, and the program ends with 1. The same in JSON:
--benchmark_format=json or --benchmark_out=FILE.

)";

struct CommandLine {
  std::string arch;
  bool with_float = true, with_int8 = true;
  bool run_time = false;
  Problem problem;
};

namespace command_line {

using edgelite::Error;
using edgelite::printable;

// Whole numbers between the x of "16x16x64"; empty where there is anything else.
inline std::vector<int> numbers(std::string_view text) {
  std::vector<int> result;
  while (true) {
    int number = 0;
    const auto [end, code] = std::from_chars(text.data(), text.data() + text.size(), number);
    if (code != std::errc() || number < 1) return {};
    result.push_back(number);
    text.remove_prefix(static_cast<std::size_t>(end - text.data()));
    if (text.empty()) return result;
    if (text[0] != 'x') return {};
    text.remove_prefix(1);
  }
}

inline std::string kernel_names() {
  std::string names;
  for (int k = 0; k < kernel_count; ++k)
    names += (k > 0 ? ", " : "") + std::string(traits(static_cast<Kernel>(k)).name);
  return names;
}

struct NumberOption {
  std::string_view name;
  int Options::*value;
  Takes Traits::*takes;
  int neutral;  // this value says nothing: any kernel takes it
};
inline constexpr NumberOption number_options[] = {{"--out", &Options::out, &Traits::out, 0},
                                                  {"--kernel-size", &Options::kernel_size, &Traits::kernel_size, 1},
                                                  {"--stride", &Options::stride, &Traits::stride, 1},
                                                  {"--dilation", &Options::dilation, &Traits::dilation, 1},
                                                  {"--groups", &Options::groups, &Traits::groups, 1},
                                                  {"--hidden", &Options::hidden, &Traits::hidden, 0},
                                                  {"--padding", &Options::padding, &Traits::padding, 0}};

inline Error parse_kernel(std::string_view value, Problem& problem) {
  for (int k = 0; k < kernel_count; ++k)
    if (traits(static_cast<Kernel>(k)).name == value) {
      problem.kernel = static_cast<Kernel>(k);
      return {};
    }
  return {"--kernel " + printable(value) + ": there is " + kernel_names()};
}

inline Error parse_extents(std::string_view option, std::string_view value, Problem& problem) {
  const std::vector<int> n = numbers(value);
  if (option == "--to") {
    if (n.size() != 2) return {"--to " + printable(value) + ": expected HEIGHTxWIDTH, as in 32x32"};
    problem.options.to_height = n[0], problem.options.to_width = n[1];
  } else if (n.size() == 3) {
    problem.in = {n[0], n[1], n[2]};
  } else if (n.size() == 1) {
    problem.in = {1, 1, n[0]};
  } else {
    return {"--shape " + printable(value) + ": expected HEIGHTxWIDTHxCHANNELS or CHANNELS, as in 16x16x64"};
  }
  return {};
}

// What a kernel needs and was not given, or was given and does not take.
inline Error check(Problem& problem) {
  const Traits t = traits(problem.kernel);
  const std::string kernel(t.name);
  if (problem.in.channels == 0) return {"--kernel " + kernel + " needs --shape"};
  for (const NumberOption& option : number_options) {
    int& value = problem.options.*option.value;
    const Takes takes = t.*option.takes;
    if (takes == Takes::must && value == 0) return {"--kernel " + kernel + " needs " + std::string(option.name)};
    if (takes != Takes::no || value == 0) continue;
    if (value != option.neutral && !(option.value == &Options::out && value == problem.in.channels))
      return {std::string(option.name) + " " + std::to_string(value) + ": " + kernel + " takes no such option"};
    value = 0;
  }
  const bool resizes = problem.options.to_height > 0;
  if (t.to == Takes::must && !resizes) return {"--kernel " + kernel + " needs --to"};
  if (t.to == Takes::no && resizes) return {"--to: " + kernel + " takes no such option"};
  if (const char* sentence = complaint(problem)) return {name(problem) + ": " + sentence};
  return {};
}

inline Error parse(const std::vector<std::string>& arguments, CommandLine& to) {
  std::string first_detail;  // an option that says more of --kernel
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    std::string_view option = arguments[i], value;
    const std::size_t equals = option.find('=');
    const auto number = std::find_if(std::begin(number_options), std::end(number_options),
                                     [&](const NumberOption& o) { return o.name == option.substr(0, equals); });
    bool known = number != std::end(number_options);
    for (const std::string_view name : {"--arch", "--element", "--kernel", "--shape", "--to", "--rounding"})
      known = known || option.substr(0, equals) == name;
    if (!known) return {"unknown option " + printable(option) + "; see --help"};
    if (equals != option.npos) {
      value = option.substr(equals + 1);
      option = option.substr(0, equals);
    } else if (++i < arguments.size()) {
      value = arguments[i];
    }
    if (value.empty()) return {std::string(option) + " needs a value; see --help"};
    if (option == "--arch") {
      to.arch = value;
    } else if (option == "--element") {
      if (value != "float" && value != "int8") return {"--element " + printable(value) + ": there is float, int8"};
      to.with_float = value == "float", to.with_int8 = value == "int8";
    } else if (option == "--kernel") {
      to.run_time = true;
      if (Error error = parse_kernel(value, to.problem)) return error;
    } else {
      if (first_detail.empty()) first_detail = option;
      if (option == "--rounding") {
        if (value != "exact" && value != "to_even")
          return {"--rounding " + printable(value) + ": there is exact, to_even"};
        to.problem.options.to_even = value == "to_even";
      } else if (number == std::end(number_options)) {
        if (Error error = parse_extents(option, value, to.problem)) return error;
      } else {
        const std::vector<int> n = numbers(value);
        if (n.size() != 1)
          return {std::string(option) + " " + printable(value) + ": expected a whole number from 1 on"};
        to.problem.options.*number->value = n[0];
      }
    }
  }
  if (!to.run_time)
    return first_detail.empty() ? Error{} : Error{first_detail + " says more of --kernel, which is not given"};
  if (to.problem.options.to_even) {
    if (!to.with_int8) return {"--rounding to_even: float takes no such option"};
    to.with_float = false;
  }
  return check(to.problem);
}

}  // namespace command_line

// Names of instruction sets, those of several elements once.
class Names {
 public:
  template <class T> void add(bool supported) {
    for (const Architecture<T>& a : architectures<T>())
      if (a.supported == supported && !contains(a.name)) names_.push_back(a.name);
  }
  bool contains(std::string_view name) const { return std::find(names_.begin(), names_.end(), name) != names_.end(); }
  std::string text() const {
    std::string text;
    for (const std::string_view name : names_) text += (text.empty() ? "" : ", ") + std::string(name);
    return text;
  }

 private:
  std::vector<std::string_view> names_;
};

// What this CPU has, or lacks, for the elements that are chosen.
inline Names names(const CommandLine& line, bool supported) {
  Names names;
  if (line.with_float) names.add<float>(supported);
  if (line.with_int8) names.add<std::int8_t>(supported);
  return names;
}

inline edgelite::Error check_arch(const CommandLine& line) {
  const Names here = names(line, true), absent = names(line, false);
  if (line.arch.empty() || line.arch == "all" || here.contains(line.arch)) return {};
  if (absent.contains(line.arch)) return {"--arch " + line.arch + ": this CPU lacks it; it has " + here.text()};
  const std::string element = line.with_float == line.with_int8 ? "" : line.with_int8 ? "for int8 " : "for float ";
  return {"--arch " + edgelite::printable(line.arch) + ": there is " + element + here.text() +
          (absent.text().empty() ? "" : ", " + absent.text()) + ", and all"};
}

// The instruction sets of T that --arch names; empty: the best.
template <class T> std::vector<const Architecture<T>*> choose(const std::string& name) {
  std::vector<const Architecture<T>*> chosen;
  for (const Architecture<T>& a : architectures<T>())
    if (a.supported && (name.empty() || name == "all" || name == a.name)) chosen.push_back(&a);
  if (name.empty()) chosen = {chosen.back()};
  return chosen;
}

}  // namespace bench
