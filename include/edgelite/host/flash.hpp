// write_flash(folder, names, numbers): a network's numbers as two C++ files that put them into a program's constants, for
// flash: <name>.hpp declares `name()`, <name>.cpp holds the bytes. No static initialiser, no copy at start.
//
//   numbers                    in the program
//   Weights<Net, T, Arch>      packed: run reads them where they lie. A host can pack for another target's Arch
//   Parameters<Net, T>         portable: prepare packs them into RAM, for whatever architecture the program is compiled
//
//   write_flash("generated", {"cat_net", "app::CatNet", "app/cat_net.hpp"}, weights);
//   ... el::run<app::CatNet>(cat_net(), image, logits, arena);
//
// The header refuses to compile, with a sentence, where the type of the network, the architecture or edgelite's packing
// is another than it was; files of two writings do not link with each other. The bytes are the object as it lies in
// memory, little-endian, in a string literal: 800 kB compile in 0.1 s, as a list of numbers in 1.7 s and 140 MB. An
// array of unsigned char may hold objects of other types ([intro.object] 13).
// Errors: a name that is no C++ identifier, a file that cannot be written.
#pragma once

#include <bit>
#include <cstdint>

#include "edgelite/host/file.hpp"
#include "edgelite/host/source_text.hpp"
#include "edgelite/network/quantized_tensors.hpp"
#include "edgelite/network/weights.hpp"

namespace edgelite {

struct FlashNames {
  std::string name;                           // of the files and of the function
  std::string network;                        // its type, as C++ spells it
  std::string header;                         // what to #include for that type
  std::string arch = "edgelite::NativeArch";  // of packed weights; `header` must define another target's, too
};

namespace detail {

static_assert(std::endian::native == std::endian::little, "host/flash.hpp writes on little-endian hosts");

// The bytes of an object, member by member, with zeros between them.
template <class Object, class... Members>
std::vector<std::byte> image_of(const Object& object, const Members&... members) {
  std::vector<std::byte> image(sizeof(Object));
  auto copy = [&](const auto& member) {
    const auto offset = reinterpret_cast<const std::byte*>(&member) - reinterpret_cast<const std::byte*>(&object);
    std::memcpy(image.data() + offset, &member, sizeof member);
  };
  (copy(members), ...);
  return image;
}

struct FlashObject {
  std::string type, hash_of, what;  // what its header says of it
  std::uint64_t hash;
  std::size_t alignment;
  std::vector<std::byte> image;
};

inline Error write_flash(const std::filesystem::path& folder, const FlashNames& names, const FlashObject& object) {
  if (Error error = check_identifier(names.name, "the name of the weights")) return error;
  const std::string array = names.name + "_" + hexadecimal(bytes_hash(object.image), 8);
  const std::string declaration =
      "extern const unsigned char " + array + "[" + std::to_string(object.image.size() + 1) + "];\n";
  const std::string head = "// " + object.what + " of " + names.network + ", " + std::to_string(object.image.size()) +
                           " bytes, as edgelite/host/flash.hpp wrote them.\n";
  const std::string header =
      head + "#pragma once\n\n#include <bit>\n#include <edgelite/edgelite.hpp>\n" +
      "#include <edgelite/network/quantized_tensors.hpp>\n\n#include \"" + names.header + "\"\n\n" + declaration +
      "\ninline const " + object.type + "& " + names.name + "() {\n  static_assert(" + object.hash_of + " == 0x" +
      hexadecimal(object.hash) + "u &&\n                sizeof(" + object.type +
      ") == " + std::to_string(object.image.size()) + " && std::endian::native == std::endian::little,\n" +
      "                \"" + names.name +
      ": these weights are of another network, element type or architecture, or of another version of edgelite; \"\n" +
      "                \"write them again\");\n  return *reinterpret_cast<const " + object.type + "*>(" + array +
      ");\n}\n";
  const std::string source =
      head + "#ifdef __GNUC__\n#pragma GCC diagnostic ignored \"-Woverlength-strings\"\n#endif\n" + declaration +
      "alignas(" + std::to_string(object.alignment) + ") const unsigned char " + array + "[" +
      std::to_string(object.image.size() + 1) + "] =\n" + bytes_literal(object.image) + ";\n";
  if (Error error = write_file(folder / (names.name + ".hpp"), std::as_bytes(std::span(header)))) return error;
  return write_file(folder / (names.name + ".cpp"), std::as_bytes(std::span(source)));
}

template <class T> constexpr const char* element_name = is_quantized<T> ? "std::int8_t" : "float";

}  // namespace detail

template <class Net, class T, class Arch>
Error write_flash(const std::filesystem::path& folder, const FlashNames& names, const Weights<Net, T, Arch>& weights) {
  const std::string type =
      "edgelite::Weights<" + names.network + ", " + detail::element_name<T> + ", " + names.arch + ">";
  return detail::write_flash(folder, names,
                             {type, type + "::layout_hash", std::string("Weights, packed for ") + Arch::name,
                              Weights<Net, T, Arch>::layout_hash, alignof(Weights<Net, T, Arch>),
                              detail::image_of(weights, weights.elements, weights.constants)});
}

template <class Net, class T>
Error write_flash(const std::filesystem::path& folder, const FlashNames& names, const Parameters<Net, T>& parameters) {
  const std::string arguments = "<" + names.network + ", " + detail::element_name<T> + ">";
  detail::FlashObject object{"edgelite::Parameters" + arguments,
                             "edgelite::parameters_hash" + arguments,
                             "Parameters",
                             parameters_hash<Net, T>,
                             alignof(Parameters<Net, T>),
                             {}};
  if constexpr (is_quantized<T>)
    object.image =
        detail::image_of(parameters, parameters.weight, parameters.bias, parameters.scale, parameters.values);
  else
    object.image = detail::image_of(parameters, parameters.data);
  return detail::write_flash(folder, names, object);
}

}  // namespace edgelite
