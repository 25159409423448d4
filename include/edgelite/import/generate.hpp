// generate(folder, graph, generation): an imported network as C++ for a program: <name>.hpp with its type and
// functions, <name>.cpp with its packed weights and the code of its run.
//
//   resnet8::run(image, scores);                    // in an arena of its own, which a macro leaves out
//
// What was verified is what is compiled: the source refuses, with a sentence, where the compiler finds another program
// or another layout of the weights in the network's type than the importer did; the header, where the version, the byte
// order or the architecture is another. Needs nothing but edgelite, no heap, no static initialiser: fit for firmware.
// Each of the two files is replaced by a whole one, or stays as it was.
// Errors: a name that is no C++ identifier, a file that cannot be written.
#pragma once

#include "edgelite/core/version.hpp"
#include "edgelite/host/file.hpp"
#include "edgelite/host/source_text.hpp"
#include "edgelite/import/words.hpp"

namespace edgelite::graph {

// What of a network only its dynamic form knows, for one architecture.
struct Generation {
  std::string name;             // of the files and of the namespace
  std::string network;          // its type: struct Network : edgelite::Network<...> {};
  std::string arch = "scalar";  // Arch::name
  std::string policy = "Speed";
  int arena_bytes = -1;      // -1: as the compiler finds it
  std::vector<int> outputs;  // of each output of the graph its place among the program's; empty: the same
  std::uint64_t program_hash = 0, layout_hash = 0;
  std::vector<std::byte> weights;  // the object Weights<Network, T, Arch>
};

namespace detail {

// One input or output of the network.
struct Port {
  std::string parameter;  // in, out; in0, in1 ... of several
  const Value* value;
};

inline std::vector<Port> ports(const Graph& graph, const std::vector<int>& values, const std::string& name) {
  std::vector<Port> list;
  for (const int value : values) {
    const std::string number = values.size() > 1 ? std::to_string(list.size()) : "";
    list.push_back({name + number, &graph.values[static_cast<std::size_t>(value)]});
  }
  return list;
}

inline std::string joined(const std::vector<std::string>& parts, const char* between = ", ") {
  std::string text;
  for (const std::string& part : parts) text += (text.empty() ? "" : between) + part;
  return text;
}

// The text of the two files.
class Generator {
 public:
  Generator(const Graph& graph, const Generation& generation)
      : graph_(graph),
        made_(generation),
        quantized_(graph.element == Element::int8),
        inputs_(ports(graph, graph.inputs, "in")),
        outputs_(ports(graph, graph.outputs, "out")) {}

  std::string header() const {
    return comment() +
           "#pragma once\n\n#include <array>\n#include <bit>\n#include <cstddef>\n#include <cstdint>\n"
           "#include <edgelite/core/version.hpp>\n#include <edgelite/edgelite.hpp>\n#include <span>\n"
           "#include <string_view>\n\nnamespace " +
           made_.name + " {\n\n" + made_.network + "\n" + constants() + "\n" + functions() + "\n" + header_checks() +
           "\n}  // namespace " + made_.name + "\n";
  }

  std::string source() const {
    return "// The weights and the code of " + made_.name + ".hpp.\n#include \"" + made_.name +
           ".hpp\"\n\n#include <edgelite/network/program_hash.hpp>\n\n"
           "#ifdef __GNUC__\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#endif\n\nnamespace " +
           made_.name + " {\n\n" + source_checks() + "\nnamespace {\n\nalignas(64) constexpr unsigned char packed[" +
           std::to_string(made_.weights.size() + 1) + "] =\n" + bytes_literal(made_.weights) +
           ";\n\n#ifndef EDGELITE_NO_STATIC_ARENA\nconstinit Arena static_arena{};\n#endif\n\n}  // namespace\n\n"
           "inline namespace " +
           writing() + " {\n\nconst Weights& weights() { return *reinterpret_cast<const Weights*>(packed); }\n\n" +
           "void run(" + parameters() + ", Arena& arena) {\n  " + call() +
           "\n}\n\n#ifndef EDGELITE_NO_STATIC_ARENA\nvoid run(" + parameters() + ") {\n  run(" + arguments() +
           ", static_arena);\n}\n#endif\n\n}  // namespace " + writing() + "\n}  // namespace " + made_.name + "\n";
  }

 private:
  std::string element() const { return quantized_ ? "std::int8_t" : "float"; }

  // Functions of two writings do not link with each other.
  std::string writing() const { return "writing_" + hexadecimal(bytes_hash(made_.weights) ^ made_.program_hash, 8); }

  std::string comment() const {
    const std::string& name = made_.name;
    std::string text = "// " + name + ": the network of " + comment_text(graph_.name, 100) +
                       ", made by edgelite-import " + version() + ". Import again rather than edit.\n//\n";
    text += "//   " + name + "::run(" + arguments() + ");          in an arena of its own\n";
    text += "//   " + name + "::run(" + arguments() + ", arena);   in the caller's, a static " + name + "::Arena\n";
    if (plain()) text += "//   edgelite::run<" + network(name + "::") + ">(" + name + "::weights(), in, out, arena);\n";
    text += "//\n";
    for (const auto& list : {inputs_, outputs_})
      for (const Port& port : list) text += "//   " + described(port) + "\n";
    return text + "//\n// " + std::to_string(made_.weights.size()) + " bytes of constants, packed for " + made_.arch +
           ". EDGELITE_NO_STATIC_ARENA leaves the arena out, and the run that uses it:\n"
           "// define it for this header and for " +
           name + ".cpp.\n";
  }

  std::string described(const Port& port) const {
    const Value& v = *port.value;
    std::string text =
        (port.parameter + ": ") + comment_text(v.name, 60) + ", " + shape_text(v.shape) + " of " + element();
    const std::int32_t zero = v.quantization.zero_point;
    if (quantized_)
      text += ", real = " + float_text(v.quantization.scale) + " * (stored " + (zero < 0 ? "+ " : "- ") +
              std::to_string(zero < 0 ? -std::int64_t{zero} : zero) + ")";
    if (v.channel_first && v.shape.pixels() > 1) text += "; channels innermost, in the file they are first";
    return text;
  }

  static std::string version() {
    return std::to_string(EDGELITE_VERSION_MAJOR) + "." + std::to_string(EDGELITE_VERSION_MINOR) + "." +
           std::to_string(EDGELITE_VERSION_PATCH);
  }

  std::string network(const std::string& scope = "") const {
    return scope + "Network" + (made_.policy == "Speed" ? "" : ", " + scope + "Policy");
  }

  std::string constants() const {
    std::string text = "using input_type = " + element() + ";\nusing output_type = " + element() + ";\n";
    for (const auto& [name, list] : {std::pair{"input", &inputs_}, std::pair{"output", &outputs_}}) {
      std::vector<std::string> sizes, scales, zero_points;
      for (const Port& port : *list) {
        sizes.push_back(std::to_string(port.value->shape.size()));
        scales.push_back(float_text(port.value->quantization.scale));
        zero_points.push_back(std::to_string(port.value->quantization.zero_point));
      }
      text += constant("std::size_t", std::string(name) + "_size", sizes);
      if (!quantized_) continue;
      text += constant("float", std::string(name) + "_scale", scales);
      text += constant("int", std::string(name) + "_zero_point", zero_points);
    }
    return text + "\nusing Arch = " + (made_.arch == "scalar" ? "edgelite::Scalar" : "edgelite::NativeArch") +
           ";\nusing Policy = edgelite::" + made_.policy + ";\ninline constexpr int arena_bytes = " +
           (made_.arena_bytes < 0 ? planned() : std::to_string(made_.arena_bytes)) +
           ";\nusing Arena = edgelite::Arena<arena_bytes>;\n" +
           "using Weights = edgelite::Weights<Network, input_type, Arch>;\n";
  }

  static std::string planned() { return "edgelite::arena_bytes<Network, input_type, Policy, Arch>"; }

  static std::string constant(const std::string& type, const std::string& name, const std::vector<std::string>& list) {
    if (list.size() == 1) return "inline constexpr " + type + " " + name + " = " + list[0] + ";\n";
    return "inline constexpr std::array<" + type + ", " + std::to_string(list.size()) + "> " + name + "s = {" +
           joined(list) + "};\n";
  }

  std::string functions() const {
    return "inline namespace " + writing() + " {\n\nconst Weights& weights();\nvoid run(" + parameters() +
           ", Arena& arena);\n#ifndef EDGELITE_NO_STATIC_ARENA\nvoid run(" + parameters() +
           ");  // one at a time\n#endif\n\n}  // namespace " + writing() + "\n";
  }

  // Fixed spans: they take C arrays and std::array, too, of the right size only.
  std::string parameters() const {
    std::vector<std::string> list;
    for (const auto& [name, ports] : {std::pair{"input", &inputs_}, std::pair{"output", &outputs_}})
      for (std::size_t k = 0; k < ports->size(); ++k)
        list.push_back("std::span<" + std::string(ports == &inputs_ ? "const " : "") + name + "_type, " + name +
                       (ports->size() > 1 ? "_sizes[" + std::to_string(k) + "]" : "_size") + "> " +
                       (*ports)[k].parameter);
    return joined(list, list.size() > 2 ? ",\n         " : ", ");
  }

  std::string arguments() const {
    std::vector<std::string> list;
    for (const auto& ports : {inputs_, outputs_})
      for (const Port& port : ports) list.push_back(port.parameter);
    return joined(list);
  }

  bool plain() const { return inputs_.size() == 1 && outputs_.size() == 1; }

  std::string call() const {
    const std::string begin = "edgelite::run<Network, Policy>(weights(), ";
    if (plain()) return begin + "in, out, arena);";
    std::vector<std::string> in, out;
    for (const Port& port : inputs_) in.push_back(port.parameter + ".data()");
    out.resize(outputs_.size());
    for (std::size_t k = 0; k < out.size(); ++k)
      out[made_.outputs.empty() ? k : static_cast<std::size_t>(made_.outputs[k])] = outputs_[k].parameter + ".data()";
    const std::string inputs =
        in.size() == 1 ? in[0]
                       : "edgelite::InputPointers<input_type, " + std::to_string(in.size()) + ">{" + joined(in) + "}";
    return begin + inputs + ",\n                                edgelite::Outputs<output_type, " +
           std::to_string(out.size()) + ">{" + joined(out) +
           "},\n                                arena, [](int) { return true; });";
  }

  std::string check(const std::string& condition, const std::string& sentence) const {
    return "static_assert(" + condition + ",\n              \"" + made_.name + ": " + sentence + "\");\n";
  }

  std::string header_checks() const {
    return check("EDGELITE_VERSION_MAJOR == " + std::to_string(EDGELITE_VERSION_MAJOR) +
                     " && EDGELITE_VERSION_MINOR == " + std::to_string(EDGELITE_VERSION_MINOR),
                 "made for edgelite " + version() + ", compiled with another version; import the model again") +
           check("std::endian::native == std::endian::little", "its weights are little-endian, this target is not") +
           check("std::string_view(Arch::name) == \"" + made_.arch + "\"",
                 "its weights are packed for the architecture " + made_.arch +
                     ", this file is compiled for another one; \"\n              \"compile it with the flags of the "
                     "first, or import again with the second as ARCH");
  }

  std::string source_checks() const {
    return check("edgelite::program_hash(edgelite::program<Network>) == 0x" + hexadecimal(made_.program_hash) + "u",
                 "the network that is compiled is not the one that was imported; import the model again") +
           check("Weights::layout_hash == 0x" + hexadecimal(made_.layout_hash) +
                     "u && sizeof(Weights) == " + std::to_string(made_.weights.size()) + " && alignof(Weights) <= 64",
                 "its weights are packed in another way than this compiler reads them; import the model again") +
           check(planned() + " == arena_bytes",
                 "its arena is planned in another way than the importer did; import the model again");
  }

  const Graph& graph_;
  const Generation& made_;
  bool quantized_;
  std::vector<Port> inputs_, outputs_;
};

}  // namespace detail

// Weights<Net, T, Arch> as it lies in memory: two blocks, each at a multiple of 64 bytes.
inline std::vector<std::byte> weights_image(std::span<const std::byte> elements, std::span<const std::byte> constants) {
  std::vector<std::byte> image;
  for (const auto block : {elements, constants}) {
    image.insert(image.end(), block.begin(), block.end());
    image.resize((image.size() + 63) / 64 * 64);
  }
  return image;
}

// The files that stand already are replaced by complete ones, or stay as they are.
inline Error generate(const std::filesystem::path& folder, const Graph& graph, const Generation& generation) {
  if (Error error = check_identifier(generation.name, "the name of the network")) return error;
  const detail::Generator generator(graph, generation);
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  const std::pair<std::filesystem::path, std::string> files[] = {
      {folder / (generation.name + ".hpp"), generator.header()},
      {folder / (generation.name + ".cpp"), generator.source()}};
  Error error;
  for (const auto& [path, text] : files)
    if (std::filesystem::is_directory(path, failed)) return {printable(path.string()) + ": is a folder"};
  for (const auto& [path, text] : files)
    if (!error) error = write_file(path.string() + ".new", std::as_bytes(std::span(text)));
  for (const auto& [path, text] : files) {
    if (!error) std::filesystem::rename(path.string() + ".new", path, failed);
    if (!error && failed) error = {printable(path.string()) + ": cannot be written: " + failed.message()};
    if (error) std::filesystem::remove(path.string() + ".new", failed);
  }
  return error;
}

}  // namespace edgelite::graph
