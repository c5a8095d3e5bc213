#include "collect/readings/due.h"

#include "books/lookup.h"

#include <algorithm>
#include <map>

namespace kwota::readings {
namespace {

using books::MeterPoint;
using books::MeterReading;
using books::ReadingPlan;

bool reachable(const MeterPoint& point) { return point.link_state == books::LinkStatus::active && point.link_trouble.empty(); }

/// When the reading of this slot is to be tried; nothing: it is done, or given up.
std::optional<Instant> when(const ReadingPlan& plan, Instant slot, const std::optional<MeterReading>& row) {
  if (!row) return slot;
  if (row->state != books::ReadingStatus::waiting || row->tries >= plan.tries_max) return std::nullopt;
  return row->not_before;
}

void earlier(std::optional<Instant>& soonest, Instant at) { soonest = soonest ? std::min(*soonest, at) : at; }

/// A plan that began in the middle of a day does not ask for that morning.
std::optional<Instant> slot_now(const ReadingPlan& plan, Instant now, const Zone& zone) {
  const auto slot = newest_slot(plan, now, zone);
  if (slot < plan.since) return std::nullopt;
  return slot;
}

}  // namespace

Result<Zone> zone_of(const books::Reader& books) {
  auto utility = books::utility_of(books);
  return Zone::find(utility.zone);
}

Result<std::optional<DueReading>> due_of(const books::Reader& books, MeterNumber meter, Instant now, const devices::Known& devices) {
  using Answer = std::optional<DueReading>;
  TRY(zone, zone_of(books));
  const auto point = books::meter_point(books, meter);
  const auto plans = books.all<books::ReadingPlan>();
  const auto* plan = point && reachable(*point) ? plan_of(plans, *point) : nullptr;
  if (plan == nullptr) return Answer{};
  const auto slot = slot_now(*plan, now, zone);
  if (!slot) return Answer{};
  const auto at = when(*plan, *slot, books.find<books::MeterReading>(meter, *slot));
  if (!at || *at > now) return Answer{};
  return Answer{{*books.find<books::MeterLink>(meter), *plan, *slot, freezes_due(books, *plan, meter, zone.local(now).date),
                 records_known(books, *plan, meter, devices.facts_of(point->model))}};
}

Result<Due> due(const books::Reader& books, Instant now) {
  Due out;
  const auto plans = books.all<books::ReadingPlan>();
  if (plans.empty()) return out;
  TRY(zone, zone_of(books));
  std::map<std::string, std::optional<Instant>> slot_of_plan;
  auto oldest = now;
  for (const auto& plan : plans) {
    if (plan.state != books::ReadingPlanStatus::active) continue;
    const auto slot = slot_now(plan, now, zone);
    slot_of_plan[plan.code] = slot;
    if (slot) oldest = std::min(oldest, *slot);
    earlier(out.next, next_slot(plan, now, zone));
  }
  std::map<std::pair<MeterNumber, Instant>, MeterReading> rows;
  for (auto& row : books::readings_since(books, oldest)) rows.emplace(std::pair{row.meter, row.due}, row);
  for (const auto& point : books.meter_points()) {
    const auto* plan = reachable(point) ? plan_of(plans, point) : nullptr;
    if (plan == nullptr || !slot_of_plan.at(plan->code)) continue;
    const auto slot = *slot_of_plan.at(plan->code);
    const auto row = rows.find({point.meter, slot});
    const auto at = when(*plan, slot, row == rows.end() ? std::nullopt : std::optional{row->second});
    if (at && *at <= now)
      out.links.push_back(*books.find<books::MeterLink>(point.meter));
    else if (at)
      earlier(out.next, *at);
  }
  return out;
}

Result<books::Decision<MeterReading>> taken(const books::Reader& books, MeterReading row) {
  const auto before = books.find<books::MeterReading>(row.meter, row.due);
  if (before && before->state == books::ReadingStatus::read) return books::Decision<MeterReading>{{}, *before};
  row.tries = (before ? before->tries : 0) + 1;
  row.state = books::ReadingStatus::read;
  row.error.clear();
  row.not_before = row.due;
  return books::Decision<MeterReading>{{{row}, {}}, row};
}

Result<books::Decision<MeterReading>> tried(const books::Reader& books, const DueReading& what, const Error& cause, Instant now) {
  auto row = books.find<books::MeterReading>(what.link.meter, what.slot).value_or(MeterReading{.meter = what.link.meter, .due = what.slot});
  if (row.state == books::ReadingStatus::read) return books::Decision<MeterReading>{{}, row};
  ++row.tries;
  row.plan = what.plan.code;
  row.source = what.link.address;
  row.error = cause.code;
  row.state = row.tries < what.plan.tries_max ? books::ReadingStatus::waiting : books::ReadingStatus::missed;
  row.not_before = now + Duration::minutes(what.plan.retry_minutes);
  return books::Decision<MeterReading>{{{row}, {}}, row};
}

}  // namespace kwota::readings
