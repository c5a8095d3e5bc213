// A line of a sale or bill, and how often a charge is due: what prices, charges and documents tell one another. Begin with DocumentLine.
#pragma once
#include <cstdint>
#include <optional>
#include <string_view>

#include "sell/tariff/plan/exact.h"

namespace kwota::tariff {

/// What is due of one charge, in plan order; a count of 0: nothing.
struct Due {
  Exact count{0};
  Exact times{1};
};

struct DocumentLine {
  std::string_view id;
  int step = 0;
  std::string_view period;
  std::optional<std::int64_t> units_e3, price_e8, percent_e8;
  std::optional<Exact> count, base;
  Exact exact;              ///< minor units, before rounding
  std::int64_t amount = 0;  ///< minor units
  std::optional<Exact> base_fees, base_fixed;  ///< of a tax inside the price: of its base what is no energy, and of that what is due by month or day
  bool memo = false;
  bool by_units = false;    ///< follows the units directly: energy, step, reclass, per unit
};

}  // namespace kwota::tariff
