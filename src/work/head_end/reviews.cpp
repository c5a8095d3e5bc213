#include "work/head_end/reviews.h"

#include "collect/readings/due.h"
#include "collect/review/decide.h"
#include "sell/remote/queue.h"

namespace kwota::head_end {
namespace {

struct OpenDay {
  std::string route;
  LocalDate day;
};

/// Days for which a reading may still come.
std::vector<OpenDay> open_days(const books::Reader& books, const Zone& zone, Instant now) {
  std::vector<OpenDay> out;
  const auto today = zone.local(now).date;
  for (const auto& route : books.all<books::ReadingRoute>()) {
    if (route.state != books::ReadingRouteStatus::active) continue;
    const auto first = date_of_day(day_number(today) - route.days_around - 1);
    for (const auto& day : review::reading_days(route, first, today)) out.push_back({route.code, day});
  }
  return out;
}

/// Nothing to change is not worth a place in the writer's queue.
Result<bool> has_come(store::Books& books, const OpenDay& day, Instant now, const devices::Known& devices) {
  return books.read([&](const books::Reader& reader) -> Result<bool> {
    TRY(done, review::take_in(reader, day.route, day.day, {}, now, devices));
    return done.answer.changed > 0;
  });
}

}  // namespace

Result<std::size_t> take_in_day(store::Books& books, const std::string& route, const LocalDate& day, Instant now, const devices::Known& devices, const std::string& by) {
  std::size_t changed = 0;
  std::optional<MeterNumber> next = MeterNumber{};
  while (next) {
    const review::Part part{.sees = {}, .from = *next};
    TRY(done, books.run({by, "readings", ""}, [&](const books::Reader& reader) { return review::take_in(reader, route, day, part, now, devices); }));
    changed += done.changed;
    next = done.next;
  }
  return changed;
}

Result<std::size_t> Reviews::take_in_time() {
  constexpr std::int64_t half_hour_ms = 1'800'000;
  const auto now = clock_.now();
  if (looked_at_ == now.ms() / half_hour_ms) return std::size_t{0};
  TRY(days, books_.read([&](const books::Reader& books) -> Result<std::vector<OpenDay>> {
    if (books.all<books::ReadingRoute>().empty()) return std::vector<OpenDay>{};
    TRY(zone, readings::zone_of(books));
    return open_days(books, zone, now);
  }));
  std::size_t changed = 0;
  for (const auto& day : days) {
    TRY(work, has_come(books_, day, now, devices_));
    if (!work) continue;
    TRY(done, take_in_day(books_, day.route, day.day, now, devices_, std::string{remote::head_end}));
    changed += done;
  }
  looked_at_ = now.ms() / half_hour_ms;
  return changed;
}

}  // namespace kwota::head_end
