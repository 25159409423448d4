// What one translation unit of an instruction set hands to the program: plain functions over plain data, so that
// nothing compiled for that instruction set is called on a CPU without it.
#pragma once

#include "calls.hpp"
#include "edgelite/host/roofline.hpp"
#include "numbers.hpp"

namespace bench {

// Elements of T, of Constant<T>, and of T again for the time of the call.
struct Room {
  int elements = 0, constants = 0, scratch = 0;
};

template <class T> struct Job {
  const edgelite::Size* sizes;  // of the calls
  const T *x, *r, *elements;
  const Constant<T>* constants;
  T *y, *scratch;
};

template <class T> using Run = void (*)(const Job<T>&);

template <class T> struct Operation {
  Room (*room)(const edgelite::Size* sizes) = nullptr;
  void (*pack)(const edgelite::Size* sizes, const Numbers<T>&, T* elements, Constant<T>* constants) = nullptr;
  Run<T> run = nullptr;  // with the sizes of the job
};

// Kernels are divided in families, a translation unit each. What belongs to another family is null.
enum class Family { convolution, depthwise, other };

constexpr Family family(Kernel kernel) {
  switch (kernel) {
    case Kernel::pointwise:
    case Kernel::conv:
    case Kernel::grouped_shuffle:
    case Kernel::linear:
    case Kernel::squeeze_excite:
      return Family::convolution;
    case Kernel::depthwise:
      return Family::depthwise;
    default:
      return Family::other;
  }
}

template <class T> struct Part {
  Operation<T> (*operation)(Kernel);
  Run<T> (*shape)(std::size_t index);  // with the sizes of shapes[index] as constants; null where T has no such shape
  edgelite::MachinePeak (*peak)();
};

}  // namespace bench
