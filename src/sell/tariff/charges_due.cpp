#include "sell/tariff/charges_due.h"

#include <fmt/format.h>

#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {
namespace {

Result<LocalDate> last_taken(const Charge& charge, const std::string& day) {
  const auto date = parse_date(day);
  if (!date.ok()) return bad_state(StateFlaw::not_a_date, charge.id);
  return *date;
}

/// From when on a charge counts that was never taken.
std::optional<LocalDate> first_day(const State& state) { return state.joined ? state.joined : state.opened; }

Result<Exact> months_due(const Charge& charge, const LocalDate& today, const State& state) {
  const auto mark = state.charged.find(charge.id);
  if (mark != state.charged.end()) {
    TRY(last, last_taken(charge, mark->second + "-01"));
    const std::int64_t months = month_number(today) - month_number(last);
    return Exact{months <= 0 ? 0 : charge.catch_up ? months : 1};
  }
  const auto first = first_day(state);
  if (!first) return Exact{1};
  const std::int64_t months = month_number(today) - month_number(*first) + 1;
  if (months <= 0) return Exact{0};
  if (!charge.catch_up && months > 1) return Exact{1};
  if (!charge.first_by_days) return Exact{months};
  const auto days = days_in_month(*first);
  return Exact{months - 1} + Exact::fraction(days - first->day + 1, days);
}

Result<Exact> days_due(const Charge& charge, const LocalDate& today, const State& state) {
  const auto mark = state.charged.find(charge.id);
  std::int64_t days = 1;
  if (mark != state.charged.end()) {
    TRY(last, last_taken(charge, mark->second));
    days = day_number(today) - day_number(last);
  } else if (const auto first = first_day(state)) {
    days = day_number(today) - day_number(*first) + 1;
  }
  return Exact{days > 0 ? days : 0};
}

/// What a rhythm comes to: with a sale, in a part of a bill, and as what the books keep that it was taken.
struct Counting {
  Result<Exact> (*with_sale)(const Charge& charge, const LocalDate& today, const State& state);
  Exact (*in_part)(const PartOfBill& part);
  std::string (*mark)(const LocalDate& today);
};

constexpr Counting each_sale{
    .with_sale = [](const Charge&, const LocalDate&, const State&) -> Result<Exact> { return Exact{1}; },
    .in_part = [](const PartOfBill& part) { return Exact{part.last ? 1 : 0}; },
    .mark = [](const LocalDate&) { return std::string{}; },
};
constexpr Counting each_month{
    .with_sale = months_due,
    .in_part = [](const PartOfBill& part) { return part.months; },
    .mark = [](const LocalDate& today) { return fmt::format("{:04}-{:02}", today.year, today.month); },
};
constexpr Counting each_day{
    .with_sale = days_due,
    .in_part = [](const PartOfBill& part) { return Exact{part.days}; },
    .mark = [](const LocalDate& today) { return format_date(today); },
};

const Counting& counting_of(const Charge& charge) {
  switch (charge.kind->rhythm) {
    case Rhythm::sale: return each_sale;
    case Rhythm::month: return each_month;
    case Rhythm::day: return each_day;
  }
  return each_sale;
}

template <class Count>
Result<std::vector<Due>> due_by(const Version& version, const State& state, Count count_of) {
  std::vector<Due> all;
  for (const Charge& charge : version.charges) {
    TRY(count, count_of(charge));
    TRY(times, times_of(charge, state));
    all.push_back({count, times});
  }
  return all;
}

}  // namespace

Result<std::vector<Due>> charges_due(const Version& version, const LocalDate& today, const State& state) {
  return due_by(version, state, [&](const Charge& charge) { return counting_of(charge).with_sale(charge, today, state); });
}

Result<std::vector<Due>> due_in_part(const Version& version, const State& state, const PartOfBill& part) {
  return due_by(version, state, [&](const Charge& charge) -> Result<Exact> { return counting_of(charge).in_part(part); });
}

Result<Exact> times_of(const Charge& charge, const State& state) {
  const auto factor = Exact::fraction(charge.factor_num, charge.factor_den);
  if (charge.times.empty()) return factor;
  TRY(times, number_of(state, charge.times));
  return times * factor;
}

std::string charge_mark(const Charge& charge, const LocalDate& today) { return counting_of(charge).mark(today); }

void mark_taken(std::map<std::string, std::string>& charged, const Terms& terms, const LocalDate& today) {
  for (std::size_t i = 0; i < terms.due.size(); ++i) {
    const Charge& charge = terms.version->charges[i];
    const std::string mark = charge_mark(charge, today);
    if (!mark.empty() && !terms.due[i].count.is_zero()) charged[charge.id] = mark;
  }
}

}  // namespace kwota::tariff
