#include "collect/readings/freezes.h"

#include <algorithm>

#include "collect/readings/plan.h"

namespace kwota::readings {
namespace {

/// Every hour, for as long as meters keep their midnights.
constexpr std::size_t readings_looked_at = 24 * (freezes_back_most + 1);

/// By the last reading before a midnight; who was not read before is believed by the clock that he has now.
bool right_before(std::span<const books::MeterReading> newest_first, Instant midnight) {
  const auto before = std::ranges::find_if(newest_first, [&](const books::MeterReading& row) { return row.taken && *row.taken <= midnight; });
  return before == newest_first.end() || clock_is_right(before->drift_seconds);
}

/// By the first reading after it; nobody asked: by the one that brought it, whose clock was right.
bool right_after(std::span<const books::MeterReading> newest_first, Instant midnight) {
  const books::MeterReading* after = nullptr;
  for (const auto& row : newest_first)
    if (row.taken && *row.taken > midnight) after = &row;
  return after == nullptr || clock_is_right(after->drift_seconds);
}

}  // namespace

bool clock_is_right(const std::optional<std::int64_t>& drift_seconds) {
  return drift_seconds && *drift_seconds <= clock_off_seconds_most && *drift_seconds >= -clock_off_seconds_most;
}

std::optional<FreezeDays> freezes_due(const books::Reader& books, const books::ReadingPlan& plan, MeterNumber meter, const LocalDate& today) {
  if (!asks_for(plan, "freezes")) return std::nullopt;
  auto after = date_of_day(day_number(today) - freezes_back_most);
  const auto known = books.since<books::DayFreeze>(after, meter);
  if (!known.empty()) after = known.back().day;
  if (after >= today) return std::nullopt;
  return FreezeDays{after, today};
}

Result<books::Decision<std::size_t>> froze(const books::Reader& books, std::span<const books::DayFreeze> received, const Zone& zone) {
  books::Decision<std::size_t> out{};
  if (received.empty()) return out;
  const auto rows = books.newest<books::MeterReading>(readings_looked_at, received.front().meter);
  for (const auto& row : received) {
    const auto midnight = zone.instant({row.day});
    if (books.find<books::DayFreeze>(row.meter, row.day) || !right_before(rows, midnight) || !right_after(rows, midnight)) continue;
    out.changes.put.emplace_back(row);
    ++out.answer;
  }
  return out;
}

}  // namespace kwota::readings
