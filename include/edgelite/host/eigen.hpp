// Eigen views of edgelite's tensors, without a copy: as_matrix(view) is pixels x channels, row (i * width + j) the
// channels of pixel (i, j). The pixels of a view must follow each other at one distance (row == pixel * width), as all
// but slices of rows do.
#pragma once

#include <Eigen/Core>
#include <cassert>

#include "edgelite/network/run.hpp"

namespace edgelite::host {

template <class T> auto as_matrix(const TensorView<T>& x) {
  using Matrix = Eigen::Matrix<std::remove_const_t<T>, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  using Mapped = std::conditional_t<std::is_const_v<T>, const Matrix, Matrix>;
  assert(x.shape.height == 1 || x.row == x.pixel * x.shape.width);
  return Eigen::Map<Mapped, Eigen::Unaligned, Eigen::OuterStride<>>(x.data, x.shape.pixels(), x.shape.channels,
                                                                    Eigen::OuterStride<>(x.pixel));
}

// A view of a contiguous NHWC image.
template <class T> TensorView<T> contiguous_view(T* data, Shape shape) {
  return {data, shape, shape.channels, shape.channels * shape.width};
}

}  // namespace edgelite::host
