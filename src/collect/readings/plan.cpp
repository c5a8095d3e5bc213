#include "collect/readings/plan.h"

#include <algorithm>

#include "base/decimal.h"
#include "base/text/parts.h"

namespace kwota::readings {

std::vector<std::string> items_of(const books::ReadingPlan& plan) {
  std::vector<std::string> out;
  for (const auto item : parts_of(plan.items))
    if (!item.empty()) out.emplace_back(item);
  return out;
}

bool asks_for(const books::ReadingPlan& plan, std::string_view item) {
  const auto items = items_of(plan);
  return std::ranges::find(items, item) != items.end();
}

const books::ReadingPlan* plan_of(std::span<const books::ReadingPlan> plans, const books::MeterPoint& point) {
  const auto with_place = [&](std::string_view place) -> const books::ReadingPlan* {
    for (const auto& plan : plans)
      if (plan.state == books::ReadingPlanStatus::active && plan.place == place) return &plan;
    return nullptr;
  };
  for (const auto* place : {&point.area, &point.village, &point.station})
    if (!place->empty())
      if (const auto* plan = with_place(*place)) return plan;
  return with_place("");
}

std::optional<unsigned> minutes_of(std::string_view at) {
  if (at.size() != 5 || at[2] != ':') return std::nullopt;
  const auto hour = parse_decimal(at.substr(0, 2), 0), minute = parse_decimal(at.substr(3), 0);
  if (!hour.ok() || !minute.ok() || *hour < 0 || *hour > 23 || *minute < 0 || *minute > 59) return std::nullopt;
  return static_cast<unsigned>(*hour * 60 + *minute);
}

std::vector<Instant> slots(const books::ReadingPlan& plan, const LocalDate& day, const Zone& zone) {
  std::vector<Instant> out;
  const auto at = [&](unsigned minutes) {
    const auto moment = zone.instant({day, minutes / 60, minutes % 60, 0});
    if (out.empty() || out.back() < moment) out.push_back(moment);  // an hour that a clock change skips is no second moment
  };
  if (plan.every_hours <= 0) {
    at(minutes_of(plan.at).value_or(0));
    return out;
  }
  for (unsigned hour = 0; hour < 24; hour += static_cast<unsigned>(plan.every_hours)) at(hour * 60);
  return out;
}

Instant newest_slot(const books::ReadingPlan& plan, Instant now, const Zone& zone) {
  for (auto day = day_number(zone.local(now).date);; --day) {
    const auto moments = slots(plan, date_of_day(day), zone);
    const auto after = std::upper_bound(moments.begin(), moments.end(), now);
    if (after != moments.begin()) return *std::prev(after);
  }
}

Instant next_slot(const books::ReadingPlan& plan, Instant now, const Zone& zone) {
  for (auto day = day_number(zone.local(now).date);; ++day) {
    const auto moments = slots(plan, date_of_day(day), zone);
    const auto after = std::upper_bound(moments.begin(), moments.end(), now);
    if (after != moments.end()) return *after;
  }
}

}  // namespace kwota::readings
