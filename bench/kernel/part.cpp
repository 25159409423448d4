// One family of kernels in one element type for one instruction set. Compiled for each with its flags and
//   EDGELITE_BENCH_NAME     the instruction set, a namespace here
//   EDGELITE_BENCH_ARCH     the architecture: edgelite::Scalar, edgelite::FloatArch, edgelite::Avx2 ...
//   EDGELITE_BENCH_ELEMENT  float or std::int8_t
//   EDGELITE_BENCH_FAMILY   convolution, depthwise or other
#include "part.hpp"

#include "edgelite/arch/avx512_vnni.hpp"
#include "edgelite/arch/avx_vnni.hpp"
#include "edgelite/arch/select.hpp"
#include "plain_operations.hpp"
#include "shapes.hpp"
#include "weighted_operations.hpp"

namespace bench {
namespace {

using Arch = EDGELITE_BENCH_ARCH;
constexpr Family this_family = Family::EDGELITE_BENCH_FAMILY;

template <Kernel kernel, class T> constexpr auto operation_type() {
  using Convolution = edgelite::ConvolutionKernel<Arch, T>;
  using enum Kernel;
  if constexpr (kernel == squeeze_excite)
    return SqueezeExcite<Arch, T>{};
  else if constexpr (family(kernel) == Family::convolution)
    return OneCall<Convolution, T>{};
  else if constexpr (kernel == depthwise)
    return OneCall<edgelite::DepthwiseKernel<Arch, T>, T>{};
  else if constexpr (kernel == max_pool)
    return MaxPool<Arch, T>{};
  else if constexpr (kernel == average_pool)
    return AveragePool<Arch, T>{};
  else if constexpr (kernel == global_average_pool)
    return GlobalAveragePool<Arch, T>{};
  else if constexpr (kernel == add)
    return Add<Arch, T>{};
  else if constexpr (kernel == mul)
    return Mul<Arch, T>{};
  else if constexpr (kernel == hard_swish)
    return Activation<Arch, T, edgelite::HardSwish>{};
  else if constexpr (kernel == sigmoid)
    return Activation<Arch, T, edgelite::Sigmoid>{};
  else if constexpr (kernel == softmax)
    return Softmax<Arch, T>{};
  else if constexpr (kernel == channel_shuffle)
    return ChannelShuffle<Arch, T>{};
  else if constexpr (kernel == pad)
    return Pad<Arch, T>{};
  else if constexpr (kernel == resize_nearest)
    return ResizeNearest<Arch, T>{};
  else
    return ResizeBilinear<Arch, T>{};
}

struct RunTimeSizes {
  const edgelite::Size* sizes;
  template <int Call> const edgelite::Size& size() const { return sizes[Call]; }
};

template <std::size_t Index, int Call> struct ShapeSize {
  static constexpr edgelite::Size size = calls(shapes[Index])[Call];
};
template <std::size_t Index> struct StaticSizes {
  template <int Call> static constexpr edgelite::Fixed<ShapeSize<Index, Call>> size() { return {}; }
};

template <Kernel kernel, class T> constexpr Operation<T> make_operation() {
  if constexpr (family(kernel) == this_family) {
    using O = decltype(operation_type<kernel, T>());
    return {O::room, O::pack, [](const Job<T>& job) { O::run(RunTimeSizes{job.sizes}, job); }};
  } else {
    return {};
  }
}

template <std::size_t Index, class T> constexpr Run<T> make_run() {
  if constexpr (family(shapes[Index].kernel) == this_family && shapes[Index].has_element<T>()) {
    using O = decltype(operation_type<shapes[Index].kernel, T>());
    return [](const Job<T>& job) { O::run(StaticSizes<Index>{}, job); };
  } else {
    return nullptr;
  }
}

template <class T> Operation<T> operation(Kernel kernel) {
  static constexpr auto operations = []<int... K>(std::integer_sequence<int, K...>) {
    return std::array{make_operation<static_cast<Kernel>(K), T>()...};
  }
  (std::make_integer_sequence<int, kernel_count>{});
  return operations[static_cast<std::size_t>(kernel)];
}

template <class T> Run<T> shape(std::size_t index) {
  static constexpr auto runs = []<std::size_t... I>(std::index_sequence<I...>) {
    return std::array<Run<T>, sizeof...(I)>{make_run<I, T>()...};
  }
  (std::make_index_sequence<shapes.size()>{});
  return runs[index];
}

}  // namespace

namespace EDGELITE_BENCH_NAME {
Part<EDGELITE_BENCH_ELEMENT> EDGELITE_BENCH_FAMILY(EDGELITE_BENCH_ELEMENT) {
  using T = EDGELITE_BENCH_ELEMENT;
  return {operation<T>, shape<T>, edgelite::measure_peak<Arch, T>};
}
}  // namespace EDGELITE_BENCH_NAME

}  // namespace bench
