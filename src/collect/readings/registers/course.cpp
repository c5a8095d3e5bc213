#include "collect/readings/registers/course.h"

#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "base/register_turn.h"
#include "books/register_ratio.h"

namespace kwota::readings {
namespace {

constexpr std::int64_t ms_of_hour = 3'600'000, gap_ms = course_gap_days * 24 * ms_of_hour;
constexpr std::int64_t step_wh = 10;  ///< registers on a line have two decimals
constexpr std::int64_t near_ms = static_cast<std::int64_t>(books::boundary_hours) * ms_of_hour;

/// What is known of the meter from well before the first day on.
std::vector<Register> known(const books::Reader& books, MeterNumber meter, const LocalDate& from, Instant now, const Zone& zone) {
  const auto first = date_of_day(day_number(from) - course_gap_days);
  const auto since = zone.instant({first});
  const auto read = books.since<books::MeterReading>(since, meter);
  const auto frozen = books.since<books::DayFreeze>(first, meter);
  const auto told = books.select<books::Statement>(books::Statement::by_progress, meter);
  auto all = registers(read, told, frozen, zone);
  std::erase_if(all, [&](const Register& one) { return one.at < since || one.at > now; });
  return all;
}

/// The word next to that moment, when it was not too long before or after.
const Register* next_to(std::span<const Register> all, std::span<const Register>::iterator behind, Instant at) {
  const Register* best = nullptr;
  const auto far = [&](const Register& one) { return std::abs((one.at - at).ms()); };
  if (behind != all.end() && far(*behind) <= near_ms) best = &*behind;
  if (behind != all.begin() && far(*std::prev(behind)) <= near_ms && (best == nullptr || far(*std::prev(behind)) < far(*best))) best = &*std::prev(behind);
  return best;
}

std::optional<std::pair<Energy, bool>> between_words(const Register& before, const Register& after, Instant at) {
  const auto apart = (after.at - before.at).ms();
  const auto used = register_went(before.energy, after.energy, after.at - before.at);
  if (apart <= 0 || apart > gap_ms || !used) return std::nullopt;
  const auto part = divide(Wide{used->wh()} * (at - before.at).ms(), Wide{apart} * step_wh, Round::half_up) * step_wh;
  return std::pair{register_onward(before.energy, Energy::wh(part)), true};
}

using FrozenDays = std::map<std::int64_t, books::DayFreeze>;

/// Of a day on which the meter was told its ratio nobody knows how much of a rate came before.
std::array<std::optional<Energy>, 4> rates_used(const FrozenDays& frozen, std::int64_t day, const books::RegisterRatio& ratio, const Zone& zone) {
  const auto at = frozen.find(day), next = frozen.find(day + 1);
  const auto from = zone.instant({date_of_day(day)}), to = zone.instant({date_of_day(day + 1)});
  if (at == frozen.end() || next == frozen.end() || ratio.at(from) != ratio.at(to)) return {};
  const auto used = [&](const std::optional<Energy>& before, const std::optional<Energy>& after) -> std::optional<Energy> {
    return before && after ? ratio.went(*before, from, *after, to) : std::nullopt;
  };
  const auto &a = at->second, &b = next->second;
  return {used(a.rate1, b.rate1), used(a.rate2, b.rate2), used(a.rate3, b.rate3), used(a.rate4, b.rate4)};
}

std::vector<CourseSpan> spans_of(std::span<const Register> all, const books::RegisterRatio& ratio, Instant from, Instant to) {
  std::vector<CourseSpan> out;
  for (std::size_t i = 1; i < all.size(); ++i) {
    const auto &before = all[i - 1], &after = all[i];
    const auto apart = (after.at - before.at).ms();
    const auto used = ratio.went(before.energy, before.at, after.energy, after.at);
    if (after.at <= from || after.at > to || apart < ms_of_hour / 4 || !used) continue;  // two words of one conversation are one
    out.push_back({before.at, after.at, *used, divide(Wide{used->wh()} * ms_of_hour, apart, Round::half_up)});
  }
  return out;
}

}  // namespace

std::optional<std::pair<Energy, bool>> register_about(std::span<const Register> all, Instant at) {
  const auto behind = std::ranges::lower_bound(all, at, {}, &Register::at);
  for (auto same = behind; same != all.end() && same->at == at; ++same)
    if (same->frozen) return std::pair{same->energy, false};
  if (const auto* near = next_to(all, behind, at)) return std::pair{near->energy, false};
  if (behind == all.end() || behind == all.begin()) return std::nullopt;
  return between_words(*std::prev(behind), *behind, at);
}

Course course(const books::Reader& books, MeterNumber meter, const LocalDate& from, const LocalDate& to, Instant now, const Zone& zone) {
  Course out;
  const auto all = known(books, meter, from, now, zone);
  const auto ratio = books::register_ratio(books, meter);
  FrozenDays frozen;
  for (const auto& row : books.since<books::DayFreeze>(from, meter)) frozen.emplace(day_number(row.day), row);
  auto next = register_about(all, zone.instant({from}));
  for (auto day = day_number(from); day <= day_number(to); ++day) {
    CourseDay one{.day = date_of_day(day)};
    const auto begin = next;
    next = register_about(all, zone.instant({date_of_day(day + 1)}));
    if (begin) one.begin = begin->first;
    one.begin_estimated = begin && begin->second;
    if (begin && next) one.used = ratio.went(begin->first, zone.instant({one.day}), next->first, zone.instant({date_of_day(day + 1)}));
    one.used_estimated = one.used && (begin->second || next->second);
    one.rates = rates_used(frozen, day, ratio, zone);
    out.days.push_back(std::move(one));
  }
  out.spans = spans_of(all, ratio, zone.instant({from}), zone.instant({date_of_day(day_number(to) + 1)}));
  return out;
}

}  // namespace kwota::readings
