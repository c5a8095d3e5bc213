// The least payment that does something: looked for among amounts of money, never among energy.
#pragma once
#include <algorithm>
#include <optional>

#include "base/core/money.h"

namespace kwota::tariff {

/// The smallest amount of money that is enough; `enough` holds from some number on. Looked for by doubling, because near the
/// largest amount of money other limits (the counter's) may speak first.
template <class Enough>
std::optional<std::int64_t> smallest_amount(Enough enough) {
  std::int64_t high = 1;
  while (!enough(high)) {
    if (high == money_minor_max) return std::nullopt;
    high = std::min(high * 2, money_minor_max);
  }
  std::int64_t low = high / 2;
  while (low < high) {
    const std::int64_t middle = low + (high - low) / 2;
    if (enough(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

}  // namespace kwota::tariff
