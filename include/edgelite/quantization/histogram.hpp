// How often a value's elements take which magnitude, and the ranges that follow from it.
//
//   percentile(p)  from the (1 - p)-quantile to the p-quantile, widened to hold 0; 1 gives all
//   least_error()  the range whose 8-bit quantization has the least sum of (x - stored x)^2, of ends on a grid of 1/128
//                  of the whole range, one end after the other
//
// Bins have one width, a power of two that doubles when an element lies beyond them, so the largest element is 1024 to
// 2048 bins from zero; zeros are counted apart. NaN and infinities are counted and otherwise left
// out, and so is the largest float: where kernels clamp, an infinity becomes that.
#pragma once

#include "edgelite/quantization/range.hpp"

namespace edgelite {
inline namespace EDGELITE_ISA {

class Histogram {
 public:
  static constexpr int half = 2048;  // bins on each side of zero

  constexpr const Range& range() const { return range_; }
  constexpr std::uint64_t elements() const { return elements_; }      // finite ones
  constexpr std::uint64_t not_finite() const { return not_finite_; }  // NaN, infinities

  constexpr void include(const TensorView<const float>& x) {
    Range wider = range_;
    for_each_element(x, [&](float element) {
      if (is_finite(element)) wider.include(element);
    });
    grow(wider.largest());
    range_ = wider;
    const float per_width = width_ > 0 ? 1 / width_ : 0;
    for_each_element(x, [&](float element) {
      if (!is_finite(element)) {
        ++not_finite_;
      } else if (++elements_; element == 0) {
        ++zeros_;
      } else {
        const float steps = element * per_width;
        ++bin(steps > 0 ? static_cast<int>(steps) : -1 - static_cast<int>(-steps));
      }
    });
  }
  constexpr void include(Histogram other) {
    grow(other.range_.largest());
    other.grow(range_.largest());
    range_.include(other.range_.low);
    range_.include(other.range_.high);
    for (std::size_t i = 0; i < counts_.size(); ++i) counts_[i] += other.counts_[i];
    zeros_ += other.zeros_, elements_ += other.elements_, not_finite_ += other.not_finite_;
  }

  constexpr Range percentile(double fraction) const {
    if (!(fraction < 1)) return range_;
    Range r;
    r.include(quantile(1 - fraction));
    r.include(quantile(fraction));
    return r;
  }

  constexpr Range least_error(bool symmetric = false) const {
    Range best = range_;
    double least = squared_error(best, symmetric);
    for (bool better = true; better;) {
      better = false;
      for (const bool upper : {true, false}) {
        if (symmetric && !upper) continue;
        for (int k = 1; k <= 128; ++k) {
          Range r = best;
          if (upper) r.high = (symmetric ? range_.largest() : range_.high) * (static_cast<float>(k) / 128);
          if (!upper) r.low = range_.low * (static_cast<float>(k) / 128);
          if (symmetric) r.low = -r.high;
          if (const double error = squared_error(r, symmetric); error < least) best = r, least = error, better = true;
        }
      }
    }
    if (best.low < range_.low) best.low = range_.low;  // symmetric candidates reach beyond one end
    if (best.high > range_.high) best.high = range_.high;
    return best;
  }

  // Of storing the elements in 8 bits over a range; each counts as the middle of its bin.
  constexpr double squared_error(Range r, bool symmetric = false) const {
    const Quantization q = symmetric ? symmetric_quantization_of(r) : quantization_of(r);
    double sum = 0;
    const int first = range_.low < 0 ? -1 - static_cast<int>(-range_.low / width_) : 0,
              last = range_.high > 0 ? static_cast<int>(range_.high / width_) : -1;
    for (int i = first; i <= last; ++i)
      if (const std::uint64_t n = bin(i); n > 0) {
        const float x = (static_cast<float>(i) + 0.5f) * width_, error = x - dequantize(quantize(x, q), q);
        sum += static_cast<double>(n) * double(error) * double(error);
      }
    return sum;
  }

 private:
  static constexpr bool is_finite(float x) { return x > -unbounded && x < unbounded; }

  // Bin i holds elements of [i, i + 1) widths.
  constexpr std::uint64_t& bin(int i) { return counts_[static_cast<std::size_t>(half + i)]; }
  constexpr std::uint64_t bin(int i) const { return counts_[static_cast<std::size_t>(half + i)]; }

  constexpr void grow(float largest) {
    if (largest == 0) return;
    if (width_ == 0) width_ = smallest_width;
    while (!(largest < width_ * half)) {
      width_ *= 2;
      if (elements_ == zeros_) continue;
      for (int i = 0; i < half; ++i) {
        const bool inside = 2 * i < half;
        bin(i) = inside ? bin(2 * i) + bin(2 * i + 1) : 0;
        bin(-1 - i) = inside ? bin(-1 - 2 * i) + bin(-2 - 2 * i) : 0;
      }
    }
  }

  constexpr float quantile(double fraction) const {
    double left = fraction * static_cast<double>(elements_);
    for (int i = -half; i < half; ++i) {
      if (i == 0) {
        if (left <= static_cast<double>(zeros_) && zeros_ > 0) return 0;
        left -= static_cast<double>(zeros_);
      }
      const auto n = static_cast<double>(bin(i));
      if (n > 0 && left <= n) {
        const auto x = static_cast<float>((i + (left > 0 ? left / n : 0)) * double(width_));
        return x < range_.low ? range_.low : x > range_.high ? range_.high : x;
      }
      left -= n;
    }
    return range_.high;
  }

  static constexpr float smallest_width = 1.17549435e-38f;
  Range range_{};
  float width_ = 0;
  std::uint64_t zeros_ = 0, elements_ = 0, not_finite_ = 0;
  std::array<std::uint64_t, 2 * half> counts_{};
};

}  // namespace EDGELITE_ISA
}  // namespace edgelite
