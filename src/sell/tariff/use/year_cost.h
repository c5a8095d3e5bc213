// What a year costs somebody who uses so much in each month and so at each hour: how two versions of a plan are compared. Month by month, with
// counter, standing charges and basic allowance carried on, as the months of a customer who was always there.
// Never: knows a customer; limits of one payment do not count.   Begin with year_cost().
#pragma once
#include <array>
#include <map>
#include <string>
#include <string_view>

#include "sell/tariff/quote.h"

namespace kwota::tariff {

struct YearUse {
  std::array<std::int64_t, 12> months_e3{};  ///< units of January to December
  std::array<std::int64_t, 24> hours{};      ///< how much of it falls into each local hour of a day, as weights; all 0: the same in every hour
};

/// A year from the first day of `month` on, by this version of the plan alone. `numbers`: facts of the account (heads, load_kw); one that the
/// version asks for and nobody gives counts as 1. Errors: no_version, bad_state, overflow.
Result<Money> year_cost(const PricePlan& plan, std::string_view version, LocalDate month, const YearUse& use,
                        const std::map<std::string, std::string>& numbers);

}  // namespace kwota::tariff
