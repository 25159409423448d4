// How a float network becomes int8; the defaults are TFLite's.
//
//   activations   the range of a value: of all elements seen, without the rarest (percentile), or that of the least
//                 squared error of its 8-bit quantization (histogram.hpp)
//   symmetric     activations with zero point 0, as paper 002 has them
//   weights       scale = max |w| / 127, or that of the least squared error
//   per_tensor    one weight scale for a whole layer instead of one a channel
//   bias_samples  biases corrected over so many samples (host/bias_correction.hpp); 0: not
#pragma once

#include <cstddef>

namespace edgelite {

enum class ActivationRange { min_max, percentile, least_error };
enum class WeightRange { largest, least_error };

struct QuantizationOptions {
  ActivationRange activations = ActivationRange::min_max;
  double fraction = 0.9999;  // of percentile
  bool symmetric = false;
  WeightRange weights = WeightRange::largest;
  bool per_tensor = false;
  std::size_t bias_samples = 0;
};

// Paper 002, section "Post-Training Quantization": symmetric and uniform, one scale a tensor, activations and weights.
inline constexpr QuantizationOptions paper_002_quantization{ActivationRange::min_max, 0.9999, true,
                                                            WeightRange::largest,     true,   0};

}  // namespace edgelite
