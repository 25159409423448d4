// Runs from the numbers in flash and compares with what is made here.
#include <cstring>

#include "device_int8.hpp"
#include "packed_float.hpp"
#include "packed_int8.hpp"
#include "portable_float.hpp"
#include "portable_int8.hpp"

namespace {

using app::Net;

template <class T, class Arch> bool runs_alike(const edgelite::Weights<Net, T, Arch>& from_flash) {
  static edgelite::Parameters<Net, T> parameters;
  static edgelite::Weights<Net, T, Arch> weights;
  static edgelite::Arena<edgelite::arena_bytes<Net, T, edgelite::Small, Arch>> arena;
  app::fill(parameters);
  edgelite::prepare(parameters, weights);
  const auto x = app::picture<T>();
  std::array<T, edgelite::output_size<Net>> expected{}, found{};
  edgelite::run<Net, edgelite::Small>(weights, x, expected, arena);
  edgelite::run<Net, edgelite::Small>(from_flash, x, found, arena);
  return std::memcmp(&expected, &found, sizeof found) == 0 && expected.front() != expected.back() &&
         from_flash.elements == weights.elements && reinterpret_cast<std::uintptr_t>(&from_flash) % 64 == 0;
}

template <class T> bool prepares_alike(const edgelite::Parameters<Net, T>& from_flash) {
  static edgelite::Weights<Net, T> weights;
  edgelite::prepare(from_flash, weights);
  return runs_alike(weights);
}

}  // namespace

int main() {
  if (!runs_alike(packed_int8())) return 1;
  if (!runs_alike(packed_float())) return 2;
  if (!runs_alike(device_int8())) return 3;
  if (!prepares_alike(portable_int8())) return 4;
  if (!prepares_alike(portable_float())) return 5;
}
