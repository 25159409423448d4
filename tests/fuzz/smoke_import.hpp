// Damaged files of a format through the importer: how many get how far.
#pragma once

#include <doctest/doctest.h>

#include "damage.hpp"
#include "import.hpp"

namespace import_fuzz {

template <class Format> struct Counts {
  int parsed = 0, imported = 0, written = 0, wrong = 0;

  void add(Bytes bytes) {
    const Reached reached = reach<Format>(std::move(bytes));
    parsed += reached.parsed, imported += reached.imported, written += reached.written, wrong += !reached.one_line;
  }
};

// Every seed becomes a network, and of seed `shortened` hardly a beginning is read.
template <class Format> void check_seeds(std::size_t shortened) {
  const std::vector<Bytes>& seeds = Format::seeds();
  Counts<Format> whole;
  for (const Bytes& seed : seeds) whole.add(seed);
  CHECK(whole.written == static_cast<int>(seeds.size()));

  const Bytes& valid = seeds[shortened];
  Counts<Format> cut;
  for (std::size_t size = 0; size < valid.size(); ++size)
    cut.add({valid.begin(), valid.begin() + static_cast<int>(size)});
  CHECK(cut.wrong == 0);
  CHECK(cut.parsed < static_cast<int>(valid.size()) / 10);
}

// 10,000 times one of the first `count` seeds, changed by damage(bytes, random).
template <class Format, class Damage> Counts<Format> damaged(std::size_t count, std::mt19937& random, Damage damage) {
  Counts<Format> counts;
  for (int n = 0; n < 10000; ++n) {
    Bytes bytes = Format::seeds()[random() % count];
    damage(bytes, random);
    counts.add(std::move(bytes));
  }
  CHECK(counts.wrong == 0);
  return counts;
}

}  // namespace import_fuzz
