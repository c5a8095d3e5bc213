#include "work/head_end/reviews.h"

#include <algorithm>

#include "collect/readings/due.h"
#include "collect/review/decide.h"
#include "sell/remote/queue.h"

namespace kwota::head_end {

namespace {
constexpr std::size_t meters_a_look = 200;
constexpr std::int64_t half_hour_ms = 1'800'000;
}  // namespace

/// Days for which a reading may still come.
Result<std::vector<Reviews::OpenDay>> Reviews::open_days(Instant now) {
  return books_.read([&](const books::Reader& books) -> Result<std::vector<OpenDay>> {
    std::vector<OpenDay> out;
    TRY(zone, readings::zone_of(books));
    const auto today = zone.local(now).date;
    for (const auto& route : books.all<books::ReadingRoute>()) {
      if (route.state != books::ReadingRouteStatus::active) continue;
      const auto first = date_of_day(day_number(today) - route.days_around - 1);
      for (const auto& day : review::reading_days(route, first, today)) out.push_back({route, day, {}});
    }
    if (out.empty()) return out;
    const auto meters = review::meters_by_route(books);
    for (auto& one : out)
      if (const auto own = meters.find(one.route.code); own != meters.end()) one.meters = own->second;
    return out;
  });
}

Result<std::size_t> Reviews::take_in_some() {
  const auto now = clock_.now();
  if (begun_ != now.ms() / half_hour_ms) {
    TRY(days, open_days(now));
    pending_ = std::move(days);
    begun_ = now.ms() / half_hour_ms;
  }
  while (!pending_.empty() && pending_.back().meters.empty()) pending_.pop_back();
  if (pending_.empty()) return std::size_t{0};
  auto& open = pending_.back();
  const auto left = open.meters.size() - std::min(open.meters.size(), meters_a_look);
  const std::vector<books::MeterPoint> next(open.meters.begin() + static_cast<std::ptrdiff_t>(left), open.meters.end());
  open.meters.resize(left);
  const auto decide = [&](const books::Reader& books) { return review::take_in(books, open.route, open.day, next, now, devices_); };
  TRY(changes, books_.read([&](const books::Reader& books) -> Result<std::size_t> {
    TRY(done, decide(books));
    return done.answer;
  }));
  if (changes == 0) return changes;  // is not worth a place in the writer's queue
  return books_.run({std::string{remote::head_end}, "readings", ""}, decide);
}

}  // namespace kwota::head_end
