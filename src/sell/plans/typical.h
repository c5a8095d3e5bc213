// Five customers by whom two versions of a plan are compared: as the utility's own meters counted last month where enough of them were read,
// else typical ones of the usage class.
// Guarantees: five, the smallest first; what is the utility's own and what is assumed is said.
// Never: a figure that a regulator would accept; it shows people what a version does before they agree to it.   Begin with five_customers().
#pragma once
#include <array>
#include <string_view>
#include <vector>

#include "base/words.h"
#include "sell/tariff/use/year_cost.h"

namespace kwota::plans {

enum class UseOrigin : std::uint8_t {
  typical,  ///< assumed for the usage class
  own,      ///< counted by the utility's meters
};
constexpr auto words_of(UseOrigin) { return std::array<std::string_view, 2>{"typical", "own"}; }

inline constexpr std::size_t customers_compared = 5;
/// With fewer meters one of them would be five customers.
inline constexpr std::size_t meters_least = 5;

struct FiveCustomers {
  UseOrigin origin = UseOrigin::typical;
  std::size_t meters = 0;  ///< that were counted
  std::array<tariff::YearUse, customers_compared> uses;
};

/// `counted_e3`: what each meter counted in a month, in thousandths of the unit, in any order; of these the 10th, 30th, 50th, 70th and 90th of
/// a hundred. The class says how it is spread over the day and the year.
FiveCustomers five_customers(const tariff::PricePlan& plan, std::string_view usage_class, std::vector<std::int64_t> counted_e3);

}  // namespace kwota::plans
