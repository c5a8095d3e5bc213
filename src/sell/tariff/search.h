// The energy that a sum of money buys. Chords of the cost lead close to it, a binary search finds it. Where a rebate falls while
// the energy rises, the cost on rounded lines is not monotone (one may step before the other does): there the search leaves some
// slack, and a walk, plateau by plateau, ends at the first amount that fits. No loop over the energy.
#pragma once
#include <optional>
#include <vector>

#include "sell/tariff/document.h"

namespace kwota::tariff {

/// A sale of n grains for at most, about, or at least `rest` minor units, by the plan's rule for units.
class Search {
 public:
  /// `gross_base`: what gross charges are a share of in this sale.
  Search(const Terms& terms, std::int64_t rest, std::int64_t gross_base);

  /// Nothing when not even the charges are covered (down, nearest: C(0) > rest).
  std::optional<std::int64_t> grains() const;

 private:
  struct Range {
    std::size_t set = 0;
    std::int64_t low = 0, high = 0;
  };  ///< grains that stay in one set

  Document document(const Range& range, std::int64_t grains) const;
  /// Nothing: too much to be computed, so more than any rest.
  std::optional<std::int64_t> cost(const Range& range, std::int64_t grains) const;
  std::optional<std::int64_t> cost(std::int64_t grains) const;
  std::vector<Range> ranges() const;
  std::optional<std::int64_t> largest_within() const;
  std::optional<std::int64_t> largest_within(const Range& range) const;
  std::optional<std::int64_t> smallest_reaching() const;
  std::optional<std::int64_t> smallest_reaching(const Range& range) const;
  /// Where the cost comes to the limit, roughly: between two steps it is a straight line but for the rounding.
  std::int64_t about(const Range& range, std::int64_t limit) const;
  /// First (last) amount around `grains` whose lines by units all have the same rounded amounts.
  std::int64_t plateau_begin(const Range& range, std::int64_t grains) const;
  std::int64_t plateau_end(const Range& range, std::int64_t grains) const;

  /// What it was told already: chords and halves meet at the same amounts again and again.
  struct Known {
    std::size_t set;
    std::int64_t grains;
    std::optional<std::int64_t> cost;
  };
  const Terms& terms_;
  std::int64_t rest_, gross_base_, slack_;
  mutable std::vector<Known> known_;
};

}  // namespace kwota::tariff
