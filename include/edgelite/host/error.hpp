// What the functions of host/ return: empty on success, else one line for a person. Nothing in host/ throws for bad
// input; only the standard library's own std::bad_alloc can pass through.
#pragma once

#include <string>
#include <string_view>
#include <utility>

namespace edgelite {

struct [[nodiscard]] Error {
  std::string message;

  explicit operator bool() const { return !message.empty(); }
};

// Text from a file made fit for a one-line message: control characters become '?', and what is long is cut.
inline std::string printable(std::string_view text, std::size_t longest = 100) {
  std::string result{text.substr(0, longest)};
  for (char& c : result)
    if (static_cast<unsigned char>(c) < 32 || c == 127) c = '?';
  return text.size() > longest ? result + "..." : result;
}

}  // namespace edgelite
