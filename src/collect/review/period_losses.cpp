#include "collect/review/period_losses.h"

#include <algorithm>

#include "books/register_ratio.h"
#include "collect/readings/due.h"
#include "collect/readings/totals.h"

namespace kwota::review {
namespace {

using books::ReviewedReading;

struct Period {
  LocalDate from, to;
};

const ReviewedReading* released(const std::optional<ReviewedReading>& row) { return row && row->state == books::ReviewState::released ? &*row : nullptr; }

struct Counted {
  std::optional<Energy> used;
  bool unreleased = false;
};

/// From what the old meter showed at the beginning until it was taken off, and from what the new one showed when it was put there.
std::optional<Energy> over_a_swap(const books::Reader& books, const books::MeterSwap& swap, const Period& period, const ReviewedReading& end, const Zone& zone) {
  const auto begin = books.find<ReviewedReading>(swap.old_meter, period.from);
  const auto* old = released(begin);
  if (old == nullptr || !swap.last_register) return std::nullopt;
  const auto by_old = books::register_ratio(books, swap.old_meter, swap.ct, swap.pt).went(old->at_day, zone.instant({period.from}), *swap.last_register, swap.time),
             by_new = books::register_ratio(books, swap.new_meter).went(swap.first_register, swap.time, end.at_day, zone.instant({period.to}));
  return by_old && by_new ? std::optional{*by_old + *by_new} : std::nullopt;
}

Counted counted(const books::Reader& books, MeterNumber meter, const Period& period, const Zone& zone, const books::RegisterRatio& ratio = {}) {
  const auto begin = books.find<ReviewedReading>(meter, period.from), end = books.find<ReviewedReading>(meter, period.to);
  const auto *from = released(begin), *to = released(end);
  Counted out{.used = {}, .unreleased = (begin && from == nullptr) || (end && to == nullptr)};
  if (to == nullptr) return out;
  for (const auto& swap : books.select<books::MeterSwap>(books::MeterSwap::of_new, meter))
    if (swap.time > zone.instant({period.from}) && swap.time < zone.instant({period.to})) {
      out.used = over_a_swap(books, swap, period, *to, zone);
      return out;
    }
  if (from != nullptr) out.used = ratio.went(from->at_day, zone.instant({period.from}), to->at_day, zone.instant({period.to}));
  return out;
}

/// What came in, each part of the period by the meter and the factor that counted then.
Counted total_of(const books::Reader& books, const books::AreaMeter& area, const Period& period, const Zone& zone) {
  const auto parts = readings::counted_by(area, books.select<books::FormerTotal>(area.area), period.from, period.to);
  Counted out{.used = {}, .unreleased = false};
  if (readings::covers(parts, period.from, period.to)) out.used = Energy{};
  for (const auto& part : parts) {
    const auto one = counted(books, part.meter, {part.from, part.to}, zone);
    out.unreleased |= one.unreleased;
    out.used = out.used && one.used ? std::optional{*out.used + Energy::wh(one.used->wh() * part.factor)} : std::nullopt;
  }
  return out;
}

readings::Loss loss_of(const books::Reader& books, const books::AreaMeter& area, std::span<const books::MeterPoint> points, std::span<const readings::PumpCourse> pumps,
                       const Period& period, const Zone& zone) {
  readings::Loss out{.area = area.area, .commodity = readings::commodity_of(points, area), .from = period.from, .to = period.to};
  const auto total = total_of(books, area, period, zone);
  out.total = total.used;
  if (!total.used && total.unreleased) ++out.unreleased;
  for (const auto& point : points) {
    if (point.area != area.area || !point.total_of.empty() || !point.installed || point.commodity != out.commodity) continue;
    const auto one = counted(books, point.meter, period, zone, books::register_ratio(books, point.meter));
    out.add(point.meter, one.used);
    if (!one.used && one.unreleased) ++out.unreleased;
  }
  if (out.commodity == Commodity::electricity)
    for (const auto& pump : pumps)
      if (pump.area == area.area) out.add(pump.meter, readings::counted_by_pump(pump, zone.instant({period.from}), zone.instant({period.to})));
  readings::judge(out);
  return out;
}

}  // namespace

Result<std::vector<readings::Loss>> period_losses(const books::Reader& books, const books::AreaMeter& area, const LocalDate& today, std::size_t most) {
  std::vector<readings::Loss> out;
  TRY(zone, readings::zone_of(books));
  const auto points = meters(books);
  const auto routes = books.all<books::ReadingRoute>();
  const auto total = std::ranges::find(points, area.area, &books::MeterPoint::total_of);
  const auto* route = total == points.end() ? nullptr : route_of(routes, *total);
  if (route == nullptr) return out;
  const auto days = reading_days(*route, route->since, today);
  const auto oldest = std::min(days.size(), most + 1);
  if (oldest < 2) return out;
  const auto pumps = readings::pumps_of_areas(books, zone.instant({days[oldest - 1]}), zone);
  for (std::size_t i = 0; i + 1 < oldest; ++i) out.push_back(loss_of(books, area, points, pumps, {days[i + 1], days[i]}, zone));
  return out;
}

}  // namespace kwota::review
