// An object file that holds the name of the architecture that the compiler's flags choose, for CMake to read.
#include <array>
#include <edgelite/arch/select.hpp>
#include <string_view>

constexpr std::string_view key = "edgelite_native_arch=<", name = edgelite::NativeArch::name;

extern const std::array<char, key.size() + name.size() + 2> edgelite_native_arch;
constinit const std::array<char, key.size() + name.size() + 2> edgelite_native_arch = [] {
  std::array<char, key.size() + name.size() + 2> text{};
  std::size_t at = 0;
  for (const char c : key) text[at++] = c;
  for (const char c : name) text[at++] = c;
  text[at] = '>';
  return text;
}();
