// A problem's operands laid out for a kernel: everything begins at a cache line, weights are packed. Warm, there is one
// set of them; cold, so many that they fill four times the L2 cache and are used in turn, so that none is in L1 or L2
// any more when its turn comes again. Scratch stays warm.
#pragma once

#include <chrono>
#include <cstdlib>
#include <cstring>
#include <memory>

#include "naive.hpp"
#include "part.hpp"

namespace bench {

template <class T> class Workspace {
 public:
  Workspace(const Problem& problem, const Operation<T>& operation, Run<T> run, bool cold)
      : sizes_(calls(problem)), run_(run) {
    const Operands<T> operands(problem);
    const Room room = operation.room(sizes_.data());
    const std::size_t output = static_cast<std::size_t>(problem.out().size());
    const auto place = [&](std::size_t bytes) {
      const std::size_t offset = set_;
      set_ += round_up(bytes) + gap;
      return offset;
    };
    place(sizeof(T) * operands.x.data.size());
    r_ = place(sizeof(T) * operands.r.data.size());
    elements_ = place(sizeof(T) * static_cast<std::size_t>(room.elements));
    constants_ = place(sizeof(Constant<T>) * static_cast<std::size_t>(room.constants));
    y_ = place(sizeof(T) * output);
    if (cold) {
      const double wanted = std::min(cold_bytes() / problem.template bytes<T>(), 64e6 / static_cast<double>(set_));
      sets_ = std::max<std::size_t>(2, static_cast<std::size_t>(wanted) + 1);
    }
    const std::size_t scratch = round_up(sizeof(T) * static_cast<std::size_t>(room.scratch));
    memory_.reset(static_cast<char*>(std::aligned_alloc(page, (sets_ * set_ + scratch + page - 1) / page * page)));
    if (!memory_) throw std::bad_alloc();
    std::memset(memory_.get(), 0, sets_ * set_ + scratch);

    const auto put = [&](const std::vector<T>& from, std::size_t offset) {
      if (!from.empty()) std::memcpy(memory_.get() + offset, from.data(), sizeof(T) * from.size());
    };
    put(operands.x.data, 0);
    put(operands.r.data, r_);
    operation.pack(sizes_.data(), operands.numbers(), at<T>(0, elements_), at<Constant<T>>(0, constants_));
    for (std::size_t k = 1; k < sets_; ++k) std::memcpy(memory_.get() + k * set_, memory_.get(), set_);

    call();
    const T* y = at<T>(0, y_);
    error_ = reference::relative_error(std::vector<T>(y, y + output), naive::result(operands).data);
    batch_ = calls_within(std::chrono::microseconds(20));
  }

  void call() {
    run_(job(next_));
    next_ = next_ + 1 < sets_ ? next_ + 1 : 0;
  }
  std::int64_t batch() const { return batch_; }  // calls between two looks at the clock
  double error() const { return error_; }

  static double cold_bytes() { return std::max(4 * edgelite::cache_sizes().l2, 8e6); }

 private:
  static constexpr std::size_t page = 4096;
  // Where two operands lie whole pages apart, loads wait for earlier stores whose addresses end alike.
  static constexpr std::size_t gap = 640;
  struct Free {
    void operator()(char* p) const { std::free(p); }
  };

  static std::size_t round_up(std::size_t bytes) { return (bytes + 63) / 64 * 64; }
  template <class U> U* at(std::size_t set, std::size_t offset) const {
    return reinterpret_cast<U*>(memory_.get() + set * set_ + offset);
  }
  Job<T> job(std::size_t k) const {
    return {sizes_.data(), at<T>(k, 0),    at<T>(k, r_), at<T>(k, elements_), at<Constant<T>>(k, constants_),
            at<T>(k, y_),  at<T>(sets_, 0)};
  }
  std::int64_t calls_within(std::chrono::microseconds time) {
    for (std::int64_t n = 1;; n *= 2) {
      const auto begin = std::chrono::steady_clock::now();
      for (std::int64_t i = 0; i < n; ++i) call();
      if (std::chrono::steady_clock::now() - begin >= time) return n;
    }
  }

  Calls sizes_;
  Run<T> run_;
  std::unique_ptr<char, Free> memory_;
  std::size_t r_ = 0, elements_ = 0, constants_ = 0, y_ = 0, set_ = 0, sets_ = 1, next_ = 0;
  double error_ = 0;
  std::int64_t batch_ = 1;
};

}  // namespace bench
