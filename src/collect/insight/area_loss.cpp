#include "collect/insight/area_loss.h"

#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "books/lookup.h"
#include "books/register_ratio.h"
#include "collect/insight/silence.h"
#include "collect/readings/losses.h"
#include "collect/readings/registers/pumps.h"
#include "collect/readings/registers/registers.h"

namespace kwota::insight {
namespace {

/// What went through on each day, in watt-hours, by day_number.
using Daily = std::map<std::int64_t, std::int64_t>;

/// By its register as it stands, or times what the office multiplies it by.
Daily daily_use(const books::Reader& books, MeterNumber meter, std::int64_t from, std::int64_t today, const Zone& zone, const books::RegisterRatio& ratio = {}) {
  Daily out;
  const auto freezes = books.since<books::DayFreeze>(date_of_day(from), meter);
  for (std::size_t i = 1; i < freezes.size(); ++i) {
    const auto day = day_number(freezes[i - 1].day);
    if (day_number(freezes[i].day) != day + 1 || day >= today) continue;
    if (const auto used = ratio.went(freezes[i - 1].energy, zone.instant({freezes[i - 1].day}), freezes[i].energy, zone.instant({freezes[i].day}))) out[day] = used->wh();
  }
  return out;
}

Daily daily_use(const readings::PumpCourse& pump, std::int64_t from, std::int64_t today, const Zone& zone) {
  Daily out;
  for (auto day = from; day < today; ++day)
    if (const auto used = readings::counted_by_pump(pump, zone.instant({date_of_day(day)}), zone.instant({date_of_day(day + 1)}))) out[day] = used->wh();
  return out;
}

/// One area with the days of its meters.
struct Area {
  const books::AreaMeter* total = nullptr;
  std::map<MeterNumber, Daily> meters;
};

/// supplied and lost, of days on which enough is known.
struct Day {
  std::int64_t supplied = 0, lost = 0;
};

std::optional<Day> day_of(const Area& area, const Daily& total, std::int64_t day) {
  const auto supplied = total.find(day);
  if (supplied == total.end() || area.meters.empty()) return std::nullopt;
  std::int64_t used = 0;
  std::size_t unread = 0;
  for (const auto& [meter, daily] : area.meters) {
    const auto found = daily.find(day);
    if (found == daily.end()) ++unread;
    else used += found->second;
  }
  if (unread * 100 > area.meters.size() * readings::unread_percent_most) return std::nullopt;
  const auto through = supplied->second * area.total->factor;
  return Day{through, through - used};
}

void find_meters_with_loss(AreaLossWatched& out, const Area& area, const std::map<std::int64_t, Day>& days, std::int64_t since) {
  for (const auto& [meter, daily] : area.meters) {
    std::vector<std::int64_t> lost, missing;
    for (auto at = days.lower_bound(since); at != days.end(); ++at) {
      const auto used = daily.find(at->first);
      if (used == daily.end()) continue;
      lost.push_back(at->second.lost);
      missing.push_back(-used->second);
    }
    if (static_cast<std::int64_t>(lost.size()) >= correlated_days_least && correlated(lost, missing)) out.with_loss.insert(meter);
  }
}

AreaLossWatched watched(const books::Reader& books, const Area& area, std::int64_t today, const Zone& zone) {
  AreaLossWatched out{.area = area.total->area};
  const auto total = daily_use(books, area.total->meter, today - usual_days, today, zone);
  std::map<std::int64_t, Day> days;
  std::vector<std::int64_t> shares;
  // By its present total meter and factor alone: what another one counted is not what is usual of it.
  for (auto day = std::max(today - usual_days, day_number(area.total->since)); day < today; ++day) {
    const auto known = day_of(area, total, day);
    if (!known) continue;
    days[day] = *known;
    if (known->supplied > 0) shares.push_back(divide(Wide{known->lost} * 10'000, known->supplied, Round::half_up));
    if (day < today - loss_days) continue;
    out.supplied_wh += known->supplied;
    out.lost_wh += known->lost;
    ++out.days;
  }
  for (const auto& [meter, daily] : area.meters) out.meters.insert(meter);
  if (static_cast<std::int64_t>(shares.size()) < usual_days_known) return out;
  out.usual_myriad = median(std::move(shares));
  out.raised = Wide{out.lost_wh} * 10'000 > Wide{*out.usual_myriad + loss_raised_least} * out.supplied_wh;
  if (out.raised) find_meters_with_loss(out, area, days, today - loss_days);
  return out;
}

/// So far down that squares of sums of them have room.
std::vector<std::int64_t> scaled(const std::vector<std::int64_t>& values) {
  constexpr std::int64_t most = 1'000'000;
  std::int64_t largest = 0;
  for (const auto value : values) largest = std::max(largest, std::abs(value));
  const auto step = std::max<std::int64_t>(1, largest / most);
  auto out = values;
  for (auto& value : out) value /= step;
  return out;
}

}  // namespace

bool correlated(const std::vector<std::int64_t>& one, const std::vector<std::int64_t>& other) {
  const auto x = scaled(one), y = scaled(other);
  const auto count = static_cast<std::int64_t>(std::min(x.size(), y.size()));
  Wide sum_x{}, sum_y{}, sum_xx{}, sum_yy{}, sum_xy{};
  for (std::size_t i = 0; i < static_cast<std::size_t>(count); ++i) {
    sum_x += x[i];
    sum_y += y[i];
    sum_xx += Wide{x[i]} * x[i];
    sum_yy += Wide{y[i]} * y[i];
    sum_xy += Wide{x[i]} * y[i];
  }
  const Wide together = sum_xy * count - sum_x * sum_y, of_x = sum_xx * count - sum_x * sum_x, of_y = sum_yy * count - sum_y * sum_y;
  if (together <= 0 || of_x <= 0 || of_y <= 0) return false;
  return together * together * (100 * 100) > of_x * of_y * (correlated_percent * correlated_percent);
}

LossWatch::LossWatch(const books::Reader& books, std::int64_t today) {
  const auto totals = books.all<books::AreaMeter>();
  const auto found_zone = books::utility_zone(books);
  const auto zone = found_zone ? *found_zone : Zone::utc();
  std::map<std::string, Area> by_area;
  for (const auto& total : totals) by_area[total.area].total = &total;
  const auto points = books.meter_points();
  for (const auto& point : points) {
    const auto found = by_area.find(point.area);
    if (found == by_area.end() || !point.installed || !point.total_of.empty() || point.commodity != readings::commodity_of(points, *found->second.total)) continue;
    found->second.meters[point.meter] = daily_use(books, point.meter, today - usual_days, today, zone, books::register_ratio(books, point.meter));
  }
  for (const auto& pump : readings::pumps_of_areas(books, zone.instant({date_of_day(today - usual_days)}), zone)) {
    const auto found = by_area.find(pump.area);
    if (found != by_area.end() && readings::commodity_of(points, *found->second.total) == Commodity::electricity) found->second.meters[pump.meter] = daily_use(pump, today - usual_days, today, zone);
  }
  for (const auto& [name, area] : by_area) {
    auto one = watched(books, area, today, zone);
    if (one.days == 0) continue;
    with_loss_.insert(one.with_loss.begin(), one.with_loss.end());
    areas_.push_back(std::move(one));
  }
}

}  // namespace kwota::insight
