// What C++ sources are written of: identifiers, numbers, and bytes as string literals.
//
//   check_identifier("cat_net", "the name of the weights")   an identifier of the user's own, else an error
//   comment_text(name, 60)                                   a name from a file, cut to 60 characters
//   hexadecimal(0x2a, 4)                                     002a
//   float_text(0.1f)                                         0.1f: the shortest that is read back as the same number
//   bytes_literal(bytes)                                     adjacent string literals, a line each: 800 kB compile in
//                                                            0.1 s, as a list of numbers in 1.7 s and 140 MB
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <span>

#include "edgelite/host/error.hpp"

namespace edgelite {

inline constexpr std::string_view cpp_keywords[] = {
    "alignas",     "alignof",  "and",        "and_eq",    "asm",       "auto",         "bitand",
    "bitor",       "bool",     "break",      "case",      "catch",     "char",         "char16_t",
    "char32_t",    "char8_t",  "class",      "co_await",  "co_return", "co_yield",     "compl",
    "concept",     "const",    "const_cast", "consteval", "constexpr", "constinit",    "continue",
    "decltype",    "default",  "delete",     "do",        "double",    "dynamic_cast", "else",
    "enum",        "explicit", "export",     "extern",    "false",     "float",        "for",
    "friend",      "goto",     "if",         "inline",    "int",       "long",         "mutable",
    "namespace",   "new",      "noexcept",   "not",       "not_eq",    "nullptr",      "operator",
    "or",          "or_eq",    "private",    "protected", "public",    "register",     "reinterpret_cast",
    "requires",    "return",   "short",      "signed",    "sizeof",    "static",       "static_assert",
    "static_cast", "struct",   "switch",     "template",  "this",      "thread_local", "throw",
    "true",        "try",      "typedef",    "typeid",    "typename",  "union",        "unsigned",
    "using",       "virtual",  "void",       "volatile",  "wchar_t",   "while",        "xor",
    "xor_eq"};

// `what` says what it names. Names that belong to the language, its implementation, or this library are none.
inline Error check_identifier(std::string_view name, std::string_view what) {
  const auto letter = [](char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; };
  const auto digit = [](char c) { return c >= '0' && c <= '9'; };
  const bool identifier = !name.empty() && letter(name[0]) &&
                          std::all_of(name.begin(), name.end(), [&](char c) { return letter(c) || digit(c); });
  const bool reserved = std::find(std::begin(cpp_keywords), std::end(cpp_keywords), name) != std::end(cpp_keywords) ||
                        name.starts_with('_') || name.find("__") != name.npos || name == "std" || name == "main" ||
                        name == "edgelite";
  if (identifier && !reserved) return {};
  return {"\"" + printable(name) + "\": expected a C++ identifier for " + std::string(what) +
          (identifier ? ", found one that is taken" : "")};
}

// Fit for a comment: plain ASCII that neither ends nor continues it.
inline std::string comment_text(std::string_view name, std::size_t longest) {
  std::string text(name.substr(0, longest));
  for (char& c : text)
    if (c < 32 || c > 126 || c == '\\' || c == '?' || c == '*') c = '_';
  return name.size() > longest ? text + "..." : text;
}

inline std::string hexadecimal(std::uint64_t x, int digits = 16) {
  std::string text;
  while (digits-- > 0) text += "0123456789abcdef"[x >> (4 * digits) & 15];
  return text;
}

inline std::string float_text(float x) {
  char text[32];
  std::string shortest(text, std::to_chars(text, text + sizeof text, x).ptr);
  if (shortest.find_first_of(".e") == shortest.npos) shortest += ".0";
  return shortest + 'f';
}

inline std::uint32_t bytes_hash(std::span<const std::byte> bytes) {
  std::uint32_t hash = 2166136261u;  // FNV-1a
  for (std::byte b : bytes) hash = (hash ^ std::to_integer<std::uint32_t>(b)) * 16777619u;
  return hash;
}

inline std::string bytes_literal(std::span<const std::byte> bytes) {
  std::string text = "  \"";
  std::size_t line = 0;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto b = std::to_integer<unsigned>(bytes[i]);
    const auto next = i + 1 < bytes.size() ? std::to_integer<unsigned>(bytes[i + 1]) : 0;
    if (b >= 32 && b < 127 && b != '"' && b != '\\' && b != '?') {
      text += static_cast<char>(b);
    } else {
      text += '\\';
      const bool whole = next >= '0' && next <= '7';  // else the digit would belong to the escape
      if (whole || b > 63) text += static_cast<char>('0' + b / 64);
      if (whole || b > 7) text += static_cast<char>('0' + b / 8 % 8);
      text += static_cast<char>('0' + b % 8);
    }
    if (text.size() - line > 110 && i + 1 < bytes.size()) {
      text += "\"\n";
      line = text.size();
      text += "  \"";
    }
  }
  return text + "\"";
}

}  // namespace edgelite
