// The roofline model (Williams, Waterman, Patterson: Roofline, CACM 52(4), 2009), measured on the calling core:
//
//   attainable = min(peak, intensity x bandwidth),   intensity = 2 multiply-accumulates / bytes moved
//
// measure_peak<Arch, T>() takes under 150 ms; each figure is the best of many short runs, since whatever disturbs a run
// makes it slower:
//
//   gflops   10^9 operations a second, two for each multiply-accumulate (float: GFLOP/s, int8: GOP/s), of what the
//            matrix products of Primitives<Arch, T> multiply and add with: float multiply_add, int8 multiply_add_lane,
//            as VPMADDWD and VPADDD, or VPDPBUSD. Sums stay in registers, enough of them to hide the latency
//   l1, l2   GB/s (10^9 bytes) at which Primitives<Arch, float> reads an array of half that cache, whatever T is
//   memory   the same from an array of four times L2, at least 8 MB: from L3 where it holds that much
//
// An architecture of one lane (Scalar) gets what the compiler makes of the same loops: with vectors of its own, if it
// finds them, as in the kernels. The figure then says what this compiler reaches from plain C++, not what the machine
// can do, and a kernel in which the compiler finds better instructions can pass 100 %.
//
// roofline(peak, caches, multiply_accumulates, bytes) is the least time that an operation can take and what sets it:
// its footprint, every byte once, decides which level of memory it comes from.
#pragma once

#include <unistd.h>

#include <algorithm>
#include <chrono>
#include <memory>

#include "edgelite/arch/scalar.hpp"

namespace edgelite {

struct MachinePeak {
  double gflops = 0, l1 = 0, l2 = 0, memory = 0;
};

struct CacheSizes {  // bytes; those of an ordinary small core where the system does not tell
  double l1 = 32 * 1024, l2 = 512 * 1024;
};

enum class Bound { compute, l1, l2, memory };

struct Roofline {
  Bound bound = Bound::compute;
  double microseconds = 0;
};

inline namespace EDGELITE_ISA {

constexpr const char* bound_name(Bound bound) {
  constexpr const char* names[] = {"compute", "L1", "L2", "memory"};
  return names[static_cast<int>(bound)];
}

constexpr Roofline roofline(const MachinePeak& peak, const CacheSizes& caches, double multiply_accumulates,
                            double bytes) {
  const Bound level = bytes <= caches.l1 ? Bound::l1 : bytes <= caches.l2 ? Bound::l2 : Bound::memory;
  const double bandwidth = level == Bound::l1 ? peak.l1 : level == Bound::l2 ? peak.l2 : peak.memory;
  const double computing = 2e-3 * multiply_accumulates / peak.gflops, moving = 1e-3 * bytes / bandwidth;
  return moving > computing ? Roofline{level, moving} : Roofline{Bound::compute, computing};
}

// As sysconf gives them; 0 and -1 mean that it does not know.
inline CacheSizes cache_sizes() {
  CacheSizes sizes;
#ifdef _SC_LEVEL1_DCACHE_SIZE
  if (const long size = sysconf(_SC_LEVEL1_DCACHE_SIZE); size > 0) sizes.l1 = static_cast<double>(size);
  if (const long size = sysconf(_SC_LEVEL2_CACHE_SIZE); size > 0) sizes.l2 = static_cast<double>(size);
#endif
  return sizes;
}

namespace measuring {

// A fused multiply-add of latency 4 in 2 pipes wants 8 sums, a multiplication and an addition of 3 each 12, 4 pipes 16.
inline constexpr int peak_sums = EDGELITE_VECTOR_REGISTERS == 32 ? 16 : 12;

// Hides a value from the optimiser.
template <class T> T opaque(T value) {
  asm volatile("" : "+m"(value));
  return value;
}

template <class Vector> void keep(const Vector (&sum)[peak_sums]) {
  EDGELITE_UNROLL
  for (int i = 0; i < peak_sums; ++i) {
    const Vector copy = sum[i];  // the address of a sum in an asm would keep it in memory
    asm volatile("" : : "m"(copy));
  }
}

// The sum is the factor that changes: with sum + a * b a machine without fused multiply-add would multiply only once.
template <class P, class T> [[gnu::noinline]] void multiply_add_many(int times) {
  const auto one = P::broadcast(opaque(T(1))), zero = P::broadcast(opaque(T(0)));
  typename P::Vector sum[peak_sums];
  EDGELITE_UNROLL
  for (int i = 0; i < peak_sums; ++i) sum[i] = P::broadcast(opaque(static_cast<T>(i)));
  for (int n = 0; n < times; ++n) {
    EDGELITE_UNROLL
    for (int i = 0; i < peak_sums; ++i) sum[i] = P::multiply_add(sum[i], one, zero);
  }
  keep(sum);
}

#if defined(__aarch64__) || defined(__ARM_NEON)
#define EDGELITE_IN_VECTOR_REGISTER "+w"
#else
#define EDGELITE_IN_VECTOR_REGISTER "+x"
#endif

// int8 in vectors: `group` channels a lane at once. Were b known to be the same, its product could serve all sums.
template <class P> [[gnu::noinline]] void multiply_add_groups(int times) {
  alignas(64) typename P::Staged x[64];
  alignas(64) std::int8_t weights[256];
  for (auto& value : x) value = opaque(typename P::Staged{3});
  for (auto& weight : weights) weight = opaque(std::int8_t{3});
  const auto a = P::left(x);
  const std::int8_t* p = weights;
  typename P::Vector b[1], sum[peak_sums];
  P::next(p, b);
  EDGELITE_UNROLL
  for (int i = 0; i < peak_sums; ++i) sum[i] = P::broadcast(i);
  for (int n = 0; n < times; ++n) {
    EDGELITE_UNROLL
    for (int i = 0; i < peak_sums; ++i) {
      asm volatile("" : EDGELITE_IN_VECTOR_REGISTER(b[0]));
      sum[i] = P::template multiply_add_lane<0>(a, b[0], sum[i]);
    }
  }
  keep(sum);
}

#undef EDGELITE_IN_VECTOR_REGISTER

// The best of the runs that fit into 25 ms, at least three, in `work` units a nanosecond.
template <class Run> double best_rate(double work, Run run) {
  using Clock = std::chrono::steady_clock;
  const auto end = Clock::now() + std::chrono::milliseconds(25);
  double best = 0;
  for (int i = 0; i < 3 || Clock::now() < end; ++i) {
    const auto begin = Clock::now();
    run();
    best = std::max(best, work / std::chrono::duration<double, std::nano>(Clock::now() - begin).count());
  }
  return best;
}

// Operations a nanosecond.
template <class P, class T> double multiply_add_rate() {
  constexpr int times = 20000;
  constexpr double steps = 2.0 * peak_sums * P::lanes * times;
  if constexpr (is_quantized<T> && P::lanes > 1)
    return best_rate(steps * P::group, [] { multiply_add_groups<P>(times); });
  else
    return best_rate(steps, [] { multiply_add_many<P, T>(times); });
}

// Reads `blocks` blocks of peak_sums vectors, `times` over.
template <class P> [[gnu::noinline]] void read_many(const float* data, int blocks, int times) {
  typename P::Vector sum[peak_sums];
  EDGELITE_UNROLL
  for (int i = 0; i < peak_sums; ++i) sum[i] = P::broadcast(0);
  for (int n = 0; n < times; ++n) {
    const float* p = data;
    for (int block = 0; block < blocks; ++block, p += peak_sums * P::lanes) {
      EDGELITE_UNROLL
      for (int i = 0; i < peak_sums; ++i) sum[i] = P::add(sum[i], P::load(p + i * P::lanes));
    }
  }
  keep(sum);
}

// GB/s out of `bytes` bytes. They are written first: untouched pages are all one page of zeros.
template <class P> double read_rate(double bytes) {
  constexpr int step = peak_sums * P::lanes;
  const int blocks = std::max(1, static_cast<int>(bytes) / (step * static_cast<int>(sizeof(float))));
  const std::size_t count = static_cast<std::size_t>(blocks) * step;
  const std::unique_ptr<float[]> storage(new float[count + 16]);
  void* start = storage.get();
  std::size_t space = (count + 16) * sizeof(float);
  auto* data = static_cast<float*>(std::align(64, count * sizeof(float), start, space));
  for (std::size_t i = 0; i < count; ++i) data[i] = opaque(1.0f);
  const double size = static_cast<double>(count * sizeof(float));
  const int times = 1 + static_cast<int>(1e6 / size);
  return best_rate(size * times, [&] { read_many<P>(data, blocks, times); });
}

}  // namespace measuring

template <class Arch, class T> MachinePeak measure_peak() {
  using P = Primitives<Arch, T>;
  using Reader = Primitives<Arch, float>;
  const CacheSizes caches = cache_sizes();
  MachinePeak peak;
  peak.gflops = measuring::multiply_add_rate<P, T>();
  peak.l1 = measuring::read_rate<Reader>(caches.l1 / 2);
  peak.l2 = measuring::read_rate<Reader>(caches.l2 / 2);
  peak.memory = measuring::read_rate<Reader>(std::max(4 * caches.l2, 8e6));
  return peak;
}

}  // namespace EDGELITE_ISA
}  // namespace edgelite
