#include "collect/readings/days.h"

#include <algorithm>
#include <set>
#include <tuple>

#include "books/lookup.h"
#include "collect/readings/due.h"

namespace kwota::readings {
namespace {

const books::MeterReading* row_of(const Material& material, MeterNumber meter, Instant due) {
  const auto at = std::ranges::lower_bound(material.rows, std::tie(meter, due), {}, [](const auto& row) { return std::tie(row.meter, row.due); });
  return at != material.rows.end() && at->meter == meter && at->due == due ? &*at : nullptr;
}

bool received_in(const Material& material, MeterNumber meter, Instant from, Instant to) {
  const auto all = of_meter(material.received, meter);
  const auto first = std::ranges::lower_bound(all, from, {}, &Register::at), end = std::ranges::lower_bound(all, to, {}, &Register::at);
  return std::any_of(first, end, [](const Register& one) { return !one.frozen; });
}

/// What the meter froze as a day began stands for the day's first reading, whenever it was fetched.
bool frozen_instead(const Material& material, const books::ReadingPlan& plan, MeterNumber meter, Instant slot) {
  const auto day = material.zone.local(slot).date;
  return slot == slots(plan, day, material.zone).front() && frozen_at(material.received, meter, material.zone.instant({day}));
}

enum class DayCondition : std::uint8_t { not_expected, read, by_other_way, missing };

DayCondition condition_of(const Material& material, const books::ReadingPlan& plan, const books::MeterPoint& point, Instant slot) {
  const auto* row = row_of(material, point.meter, slot);
  if (row != nullptr && row->state == books::ReadingStatus::read) return DayCondition::read;
  if (row == nullptr && (slot < plan.since || slot < point.link_changed)) return DayCondition::not_expected;
  const bool received = received_in(material, point.meter, slot, next_slot(plan, slot, material.zone)) ||
                     frozen_instead(material, plan, point.meter, slot);
  return received ? DayCondition::by_other_way : DayCondition::missing;
}

/// Each reading that a plan was to bring on that day.
template <class See>
void each(const Material& material, const books::ReadingPlan& plan, const LocalDate& day, See see) {
  const auto moments = slots(plan, day, material.zone);
  for (const auto& point : material.points) {
    if (point.link_state != books::LinkStatus::active || plan_of(material.plans, point) != &plan) continue;
    for (const auto& slot : moments)
      if (slot <= material.now) see(point, slot, condition_of(material, plan, point, slot));
  }
}

DayCount count(const Material& material, const books::ReadingPlan& plan, const LocalDate& day) {
  DayCount out{.day = day, .plan = plan.code};
  each(material, plan, day, [&](const books::MeterPoint&, Instant, DayCondition condition) {
    if (condition == DayCondition::not_expected) return;
    ++out.expected;
    ++(condition == DayCondition::read ? out.read : condition == DayCondition::missing ? out.missing : out.by_other_way);
  });
  return out;
}

/// Of whoever losses are reckoned of; where a meter that was taken off an account hangs again it goes by where it hangs.
std::map<MeterNumber, books::RegisterRatio> ratios_of(const books::Reader& books, const Material& material) {
  std::map<MeterNumber, books::RegisterRatio> out;
  const auto keep = [&](MeterNumber meter, books::RegisterRatio ratio) {
    if (ratio.times != 1) out.emplace(meter, std::move(ratio));
  };
  std::set<std::string> counted;
  for (const auto& total : books.all<books::AreaMeter>()) counted.insert(total.area);
  for (const auto& point : material.points)
    if (counted.contains(point.area)) keep(point.meter, books::register_ratio(books, point.meter));
  for (const auto& swap : material.swaps) keep(swap.old_meter, books::register_ratio(books, swap.old_meter, swap.ct, swap.pt));
  return out;
}

bool is_asked_for_freezes(const Material& material, const books::MeterPoint& point) {
  const auto* plan = plan_of(material.plans, point);
  return plan != nullptr && asks_for(*plan, "freezes");
}

/// What meters froze whose plan asks for it; also those that counted an area before, and hang nowhere today: by the plan of the one that counts it now.
std::vector<books::DayFreeze> freezes_since(const books::Reader& books, const Material& material, const LocalDate& from) {
  std::set<MeterNumber> asked;
  for (const auto& point : material.points)
    if (is_asked_for_freezes(material, point)) asked.insert(point.meter);
  for (const auto& former : material.former_totals) {
    const auto total = std::ranges::find(material.points, former.area, &books::MeterPoint::total_of);
    if (total != material.points.end() && is_asked_for_freezes(material, *total)) asked.insert(former.meter);
  }
  std::vector<books::DayFreeze> out;
  for (const auto meter : asked) std::ranges::move(books.since<books::DayFreeze>(from, meter), std::back_inserter(out));
  return out;
}

}  // namespace

Result<Material> material_since(const books::Reader& books, const LocalDate& from, Instant now) {
  TRY(zone, zone_of(books));
  const auto begin = zone.instant({from});
  Material out{.plans = books.all<books::ReadingPlan>(), .points = books.meter_points(), .rows = books::readings_since(books, begin), .received = {}, .now = now, .zone = zone};
  out.former_totals = books.all<books::FormerTotal>();  // an area is seldom counted otherwise
  out.received = registers(out.rows, books::statements_since(books, begin), freezes_since(books, out, from), zone);
  out.swaps = books.all<books::MeterSwap>();  // a utility has few
  std::erase_if(out.swaps, [&](const books::MeterSwap& swap) { return swap.time < begin; });
  out.reviewed = books.since<books::ReviewedReading>(books::ReviewedReading::by_day, from);
  std::ranges::sort(out.reviewed, {}, [](const auto& row) { return std::tie(row.meter, row.day); });
  out.pumps = pumps_of_areas(books, begin, zone);
  out.ratios = ratios_of(books, out);
  return out;
}

std::vector<DayCount> days(const Material& material, const LocalDate& from, const LocalDate& to) {
  std::vector<DayCount> out;
  for (auto day = day_number(to); day >= day_number(from); --day)
    for (const auto& plan : material.plans)
      if (auto one = count(material, plan, date_of_day(day)); one.expected > 0) out.push_back(std::move(one));
  return out;
}

std::vector<Missing> missing(const Material& material, const LocalDate& day, std::string_view code) {
  std::vector<Missing> out;
  const auto plan = std::ranges::find(material.plans, code, &books::ReadingPlan::code);
  if (plan == material.plans.end()) return out;
  each(material, *plan, day, [&](const books::MeterPoint& point, Instant slot, DayCondition condition) {
    if (condition != DayCondition::missing) return;
    Missing one{.meter = point.meter, .due = slot};
    if (const auto* row = row_of(material, point.meter, slot)) one.tries = row->tries, one.error = row->error, one.waiting = row->state == books::ReadingStatus::waiting;
    out.push_back(std::move(one));
  });
  return out;
}

std::vector<Silent> silent(std::span<const books::MeterPoint> points, std::span<const books::LastContact> words, Instant now, Duration on_line,
                           Duration by_card) {
  std::vector<Silent> out;
  for (const auto& point : points) {
    const bool linked = point.link_state == books::LinkStatus::active;
    if (!linked && (!point.installed || point.account == 0)) continue;
    const auto since = now - (linked ? on_line : by_card);
    const auto word = std::ranges::lower_bound(words, point.meter, {}, &books::LastContact::meter);
    if (word != words.end() && word->meter == point.meter) {
      if (word->at < since) out.push_back({point, *word});
    } else if (!linked || point.link_changed < since) {
      out.push_back({point, {}});
    }
  }
  std::ranges::stable_sort(out, {}, [](const Silent& one) { return one.last ? one.last->at.ms() : 0; });
  return out;
}

}  // namespace kwota::readings
