#include "collect/insight/pace.h"

#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "collect/readings/registers/registers.h"

namespace kwota::insight {
namespace {

constexpr std::int64_t e5 = 100'000;
constexpr std::size_t words_most = 64;

/// Whole days that `rest` lasts at `daily` times `tenths` / 10.
std::int64_t lasts(std::int64_t rest_e5, std::int64_t daily_e5, std::int64_t tenths) {
  return rest_e5 <= 0 ? 0 : static_cast<std::int64_t>(Wide{rest_e5} * 10 / (Wide{daily_e5} * tenths));
}

void conclude(Forecast& to, std::int64_t remaining_e5) {
  if (to.pace.daily_e5 <= 0) return;
  to.zero_day = to.told_day + lasts(remaining_e5, to.pace.daily_e5, 10);
  to.earliest = to.told_day + lasts(remaining_e5, to.pace.daily_e5, 14);
  to.latest = to.told_day + lasts(remaining_e5, to.pace.daily_e5, 7);
}

std::int64_t day_of(const books::Statement& row, const Zone& zone) {
  return day_number(zone.local(said_at(row, zone)).date);
}

/// What was sold to the meter behind the number that it has told.
Credit in_transit(const books::Reader& books, const books::Statement& said) {
  std::map<SequenceNumber, Credit> newest;
  for (const auto& row : books.since<books::Instruction>(said.count, said.meter))
    if (row.n > said.count) newest[row.n] = row.kind == books::InstructionKind::credit ? row.amount : Credit::of(said.unit, 0);
  Credit sum = Credit::of(said.unit, 0);
  for (const auto& [n, credit] : newest)
    if (credit.unit() == said.unit) sum += credit;
  return sum;
}

/// One mark a day, the last of the day; rising, for an old card may bring old words home.
std::vector<Mark> in_order(std::vector<Mark> marks) {
  std::ranges::stable_sort(marks, {}, [](const Mark& one) { return std::pair(one.day, one.used_e5); });
  std::vector<Mark> out;
  for (const auto& one : marks) {
    if (!out.empty() && one.used_e5 < out.back().used_e5) continue;
    if (!out.empty() && out.back().day == one.day) out.back() = one;
    else out.push_back(one);
  }
  return out;
}

std::vector<Mark> marks_of(const books::Reader& books, const std::vector<books::Statement>& words, const books::Account& account, std::int64_t today, const Zone& zone) {
  std::vector<Mark> out;
  const bool by_energy = words.front().unit == Unit::energy;
  for (const auto& row : words)
    if (books::speaks_for(row, account) && row.unit == words.front().unit) out.push_back({day_of(row, zone), by_energy ? row.energy.wh() * e5 : row.used_e5});
  if (by_energy)
    for (const auto& row : books.since<books::DayFreeze>(date_of_day(today - pace_days - between_days_most), account.meter))
      out.push_back({day_number(row.day), row.energy.wh() * e5});
  return in_order(std::move(out));
}

std::optional<Forecast> at_the_office(const books::Reader& books, const books::Account& account, std::int64_t today) {
  std::vector<Mark> marks;
  std::int64_t sum = 0;
  for (const auto& row : books.since<books::DayCharge>(date_of_day(today - pace_days), account.number)) {
    if (marks.empty()) marks.push_back({day_number(row.day), 0});
    sum += row.amount.minor() * e5;
    marks.push_back({day_number(row.day) + 1, sum});
  }
  const auto found = pace(marks, today);
  if (!found) return std::nullopt;
  Forecast out;
  out.remaining = -books.balance("customer/" + std::to_string(account.number) + "/balance");
  out.told_day = marks.back().day;
  out.pace = *found;
  conclude(out, out.remaining.amount() * e5);
  return out;
}

}  // namespace

std::optional<Pace> pace(std::span<const Mark> marks, std::int64_t today) {
  std::optional<std::int64_t> weighted;
  Pace out;
  std::int64_t mean = 0;
  for (std::size_t i = 1; i < marks.size(); ++i) {
    const auto days = marks[i].day - marks[i - 1].day;
    if (days <= 0 || days > between_days_most || marks[i].day <= today - pace_days) continue;
    mean = divide(Wide{marks[i].used_e5 - marks[i - 1].used_e5}, days, Round::half_up);
    for (auto day = std::max(marks[i - 1].day, today - pace_days); day < marks[i].day; ++day) {
      weighted = weighted ? divide(Wide{mean} * newest_part + Wide{*weighted} * (all_parts - newest_part), all_parts, Round::half_up) : mean;
      ++out.known_days;
    }
  }
  if (!weighted) return std::nullopt;
  out.daily_e5 = out.known_days < known_days_least ? mean : *weighted;
  return out;
}

std::optional<Forecast> forecast(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone) {
  if (const auto remote = books.find<books::RemoteAccount>(account.number); remote && remote->state == books::RemoteAccountStatus::active) return at_the_office(books, account, today);
  if (account.meter == MeterNumber{}) return std::nullopt;
  const auto words = books.newest(books::Statement::by_progress, words_most, account.meter);
  if (words.empty() || !books::speaks_for(words.front(), account)) return std::nullopt;
  const auto found = pace(marks_of(books, words, account, today, zone), today);
  if (!found) return std::nullopt;
  const auto& last = words.front();
  Forecast out;
  out.unit = last.unit;
  out.remaining = last.remaining + in_transit(books, last);
  out.told_day = day_of(last, zone);
  out.pace = *found;
  conclude(out, out.remaining.amount() * e5);
  return out;
}

}  // namespace kwota::insight
