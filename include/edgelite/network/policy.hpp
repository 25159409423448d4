// Policies: how a network runs. They change neither its values nor its weights.
//
//   Speed              sizes are constants in every kernel
//   Small              one body of each kernel for all sizes, the calls a constexpr table
//   Unscheduled        every value apart, one operation after another: for observers
//   Batch<N, Policy>   N images a run
#pragma once

namespace edgelite {

struct Speed {
  static constexpr bool scheduled = true, static_sizes = true;
  static constexpr int batch = 1;
};
struct Small {
  static constexpr bool scheduled = true, static_sizes = false;
  static constexpr int batch = 1;
};
struct Unscheduled {
  static constexpr bool scheduled = false, static_sizes = false;
  static constexpr int batch = 1;
};
template <int Images, class Policy = Speed> struct Batch : Policy {
  static_assert(Images > 0, "Batch: needs at least one image");
  static constexpr int batch = Images;
};

}  // namespace edgelite
