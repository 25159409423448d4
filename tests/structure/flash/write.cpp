// Writes the sources that main.cpp is linked with into the folder that it is given.
#include <cstdio>
#include <edgelite/host/flash.hpp>

#include "network.hpp"

namespace {

const char* folder;

template <class Numbers> int write(const char* name, const char* arch, const Numbers& numbers) {
  const edgelite::Error error = edgelite::write_flash(folder, {name, "app::Net", "network.hpp", arch}, numbers);
  if (error) std::puts(error.message.c_str());
  return error ? 1 : 0;
}

template <class T, class Arch> int packed(const char* name, const char* arch) {
  static edgelite::Parameters<app::Net, T> parameters;
  static edgelite::Weights<app::Net, T, Arch> weights;
  app::fill(parameters);
  edgelite::prepare(parameters, weights);
  return write(name, arch, weights);
}

template <class T> int portable(const char* name) {
  static edgelite::Parameters<app::Net, T> parameters;
  app::fill(parameters);
  return write(name, "", parameters);
}

}  // namespace

int main(int, char** arguments) {
  folder = arguments[1];
  return packed<std::int8_t, edgelite::Scalar>("packed_int8", "edgelite::Scalar") +
         packed<float, edgelite::Scalar>("packed_float", "edgelite::Scalar") +
         packed<std::int8_t, app::Device>("device_int8", "app::Device") + portable<std::int8_t>("portable_int8") +
         portable<float>("portable_float");
}
