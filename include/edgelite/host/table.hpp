// Lines of cells as text with aligned columns, two spaces apart: the first `left` columns to the left, numbers to the
// right.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <vector>

namespace edgelite {

template <std::size_t N>
std::string to_table(const std::vector<std::array<std::string, N>>& lines, std::size_t left = 2) {
  std::array<std::size_t, N> width{};
  for (const auto& line : lines)
    for (std::size_t i = 0; i < N; ++i) width[i] = std::max(width[i], line[i].size());
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t i = 0; i < N; ++i) {
      const std::string space(width[i] - line[i].size(), ' ');
      text += (i > 0 ? "  " : "") + (i < left ? line[i] + space : space + line[i]);
    }
    text += '\n';
  }
  return text;
}

}  // namespace edgelite
