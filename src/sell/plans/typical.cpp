#include "sell/plans/typical.h"

#include <algorithm>

namespace kwota::plans {
namespace {

using Months = std::array<std::int64_t, 12>;
using Hours = std::array<std::int64_t, 24>;
using Five = std::array<std::int64_t, customers_compared>;

constexpr Months all_year{1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1};
constexpr Months watering{0, 0, 1, 1, 1, 1, 1, 1, 0, 1, 0, 0};
constexpr Hours at_home{2, 2, 2, 2, 2, 3, 4, 5, 4, 4, 4, 5, 5, 4, 4, 4, 5, 7, 9, 10, 9, 7, 5, 3};
constexpr Hours at_work{1, 1, 1, 1, 1, 1, 2, 4, 8, 9, 9, 9, 8, 8, 9, 9, 9, 8, 6, 5, 4, 3, 2, 1};
constexpr Hours in_the_field{3, 3, 3, 3, 3, 4, 5, 6, 6, 6, 5, 5, 5, 5, 5, 5, 6, 6, 5, 4, 4, 3, 3, 3};

/// Units a month of five customers, and when they use them. [K]
struct Habit {
  std::string_view usage_class;  ///< empty: of whoever else
  std::string_view unit;
  Five units;
  Months months;
  Hours hours;
};
constexpr std::array habits{
    Habit{"irrigation", "kWh", {200, 500, 1'200, 3'000, 8'000}, watering, in_the_field},
    Habit{"irrigation", "m3", {200, 600, 1'500, 4'000, 10'000}, watering, in_the_field},
    Habit{"irrigation", "h", {10, 25, 60, 120, 240}, watering, in_the_field},
    Habit{"trade", "kWh", {300, 800, 2'000, 6'000, 20'000}, all_year, at_work},
    Habit{"trade", "m3", {20, 60, 150, 400, 1'500}, all_year, at_work},
    Habit{"", "kWh", {50, 100, 180, 320, 600}, all_year, at_home},
    Habit{"", "m3", {4, 8, 12, 20, 40}, all_year, at_home},
    Habit{"", "", {5, 10, 20, 40, 80}, all_year, at_home},
};

const Habit& habit_of(std::string_view usage_class, std::string_view unit) {
  return *std::ranges::find_if(habits, [&](const Habit& habit) {
    return (habit.usage_class.empty() || habit.usage_class == usage_class) && (habit.unit.empty() || habit.unit == unit);
  });
}

tariff::YearUse year_of(std::int64_t month_e3, const Habit& habit) {
  tariff::YearUse use;
  use.hours = habit.hours;
  for (std::size_t month = 0; month < use.months_e3.size(); ++month) use.months_e3[month] = month_e3 * habit.months[month];
  return use;
}

constexpr std::array<std::size_t, customers_compared> of_a_hundred{10, 30, 50, 70, 90};

}  // namespace

FiveCustomers five_customers(const tariff::PricePlan& plan, std::string_view usage_class, std::vector<std::int64_t> counted_e3) {
  FiveCustomers five;
  Habit habit = habit_of(usage_class, plan_unit(plan.unit()));
  five.meters = counted_e3.size();
  if (counted_e3.size() >= meters_least) {
    five.origin = UseOrigin::own;
    habit.months = all_year;  // a month that was counted stands for itself, not for a season
    std::ranges::sort(counted_e3);
  }
  for (std::size_t i = 0; i < customers_compared; ++i) {
    const bool own = five.origin == UseOrigin::own;
    five.uses[i] = year_of(own ? counted_e3[counted_e3.size() * of_a_hundred[i] / 100] : habit.units[i] * 1'000, habit);
  }
  return five;
}

}  // namespace kwota::plans
