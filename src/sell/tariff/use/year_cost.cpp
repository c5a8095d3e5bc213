#include "sell/tariff/use/year_cost.h"

#include <algorithm>
#include <numeric>

#include "sell/tariff/answer.h"
#include "sell/tariff/basket.h"
#include "sell/tariff/charges_due.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/rounding.h"
#include "sell/tariff/use/time_of_use.h"
#include "sell/tariff/use/usage.h"

namespace kwota::tariff {
namespace {

/// Bills stand for months as they are in the middle of them: a season that begins on the 5th has the month.
constexpr unsigned middle_day = 15;
constexpr unsigned noon = 12;
constexpr int minutes_of_a_look = 15;

LocalTime middle_of(const LocalDate& month) { return {{month.year, month.month, middle_day}, noon, 0, 0}; }

/// A year in the making.
class Year {
 public:
  Year(const PlanData& plan, const Version& version, const LocalDate& first, const YearUse& use) : plan_(plan), version_(version), first_(first), use_(use) {}

  Result<Money> cost(const std::map<std::string, std::string>& numbers) {
    begin(numbers);
    Money total;
    for (int month = 0; month < 12; ++month) {
      TRY(amount, month_cost(add_months(first_, month)));
      total += amount;
    }
    return total;
  }

 private:
  std::int64_t use_of(const LocalDate& month) const {
    const std::int64_t units = use_.months_e3[month.month - 1];
    return units - units % plan_.quantum_e3;
  }

  /// As it stands when the year begins: everything due before it was taken, and what was used in the running counter period is counted.
  void begin(const std::map<std::string, std::string>& numbers) {
    const LocalDate before = add_months(first_, -1);
    state_.numbers = numbers;
    for (const Charge& charge : version_.charges) {
      if (const auto mark = charge_mark(charge, middle_of(before).date); !mark.empty()) state_.charged[charge.id] = mark;
      if (!charge.times.empty()) state_.numbers.try_emplace(charge.times, "1");
    }
    const auto period = counter_period(version_, middle_of(first_));
    if (!period || !period->start) return;
    std::int64_t counted = 0;
    for (auto month = month_number(*period->start); month < month_number(first_); ++month)
      counted += use_of(first_of_month(month));
    state_.counter = State::Counter{period->label, Units{counted}};
  }

  Result<Money> month_cost(const LocalDate& month) {
    const LocalTime at = middle_of(month);
    TRY(terms, make_terms(plan_, version_, plan_.zone.instant(at), state_));
    const std::int64_t bought = std::max<std::int64_t>(0, use_of(month) - terms.free_e3);
    if (bought > terms.units_max_e3() - terms.counter_e3) return overflow();
    const Basket basket = has_periods(*terms.energy) ? usage_basket(terms, by_period(month, bought)) : sale_basket(terms, bought);
    const Document document = write_covering_document(terms, basket, {.measured = true});
    if (document.overflow) return overflow();
    mark_taken(state_.charged, terms, at.date);
    const LocalDate label = terms.period ? terms.period->label : LocalDate{};
    state_.counter = State::Counter{label, Units{terms.counter_e3 + bought}};
    if (version_.free) state_.free = State::Counter{label, Units{version_.free->units_e3}};
    return Money::minor(document.total);
  }

  /// By the wall clock of all days of the month, weekends among them.
  PeriodUnits by_period(const LocalDate& month, std::int64_t units_e3) const {
    PeriodUnits shares;
    std::vector<std::int64_t> weights;
    const bool level = std::accumulate(use_.hours.begin(), use_.hours.end(), std::int64_t{0}) == 0;
    const auto add = [&](std::string_view period, std::int64_t weight) {
      const auto known = std::ranges::find(shares, period, [](const auto& share) { return std::string_view(share.first); });
      if (known != shares.end()) {
        weights[static_cast<std::size_t>(known - shares.begin())] += weight;
        return;
      }
      shares.emplace_back(std::string(period), Units{});
      weights.push_back(weight);
    };
    for (unsigned day = 1; day <= days_in_month(month); ++day)
      for (int minute = 0; minute < 24 * 60; minute += minutes_of_a_look) {
        const auto hour = static_cast<unsigned>(minute / 60);
        add(period_at(version_, {{month.year, month.month, day}, hour, static_cast<unsigned>(minute % 60), 0}), level ? 1 : use_.hours[hour]);
      }
    const auto quanta = share_out(units_e3 / plan_.quantum_e3, weights);
    for (std::size_t i = 0; i < shares.size(); ++i) shares[i].second = Units{quanta[i] * plan_.quantum_e3};
    return shares;
  }

  const PlanData& plan_;
  const Version& version_;
  LocalDate first_;
  const YearUse& use_;
  State state_;
};

}  // namespace

Result<Money> year_cost(const PricePlan& plan, std::string_view version, LocalDate month, const YearUse& use,
                        const std::map<std::string, std::string>& numbers) {
  const PlanData& data = plan.data();
  const auto found = std::ranges::find(data.versions, version, [](const Version& one) { return std::string_view(one.from); });
  if (found == data.versions.end()) return no_version(data);
  month.day = 1;
  return Year(data, *found, month, use).cost(numbers);
}

}  // namespace kwota::tariff
