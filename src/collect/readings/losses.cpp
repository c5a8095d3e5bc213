#include "collect/readings/losses.h"

#include <algorithm>
#include <tuple>

#include "base/decimal.h"
#include "base/function_ref.h"
#include "collect/readings/totals.h"

namespace kwota::readings {
namespace {

/// The first moment of the area's plan on that day; midnight where no plan reads it.
Instant boundary(const Material& material, const books::AreaMeter& area, const LocalDate& day) {
  books::MeterPoint point{.area = area.area};
  for (const auto& one : material.points)
    if (one.total_of == area.area) point = one;
  const auto* plan = plan_of(material.plans, point);
  return plan == nullptr ? material.zone.instant({day}) : slots(*plan, day, material.zone).front();
}

const books::ReviewedReading* reviewed_at(const Material& material, MeterNumber meter, const LocalDate& day) {
  const auto at = std::ranges::lower_bound(material.reviewed, std::tie(meter, day), {}, [](const auto& row) { return std::tie(row.meter, row.day); });
  return at != material.reviewed.end() && at->meter == meter && at->day == day ? &*at : nullptr;
}

/// On a reading day what was released, and nothing else; on any other the first register behind the moment.
std::optional<Energy> register_at(const Material& material, MeterNumber meter, Instant at) {
  if (const auto* row = reviewed_at(material, meter, material.zone.local(at).date))
    return row->state == books::ReviewState::released ? std::optional{row->at_day} : std::nullopt;
  const auto all = of_meter(material.received, meter);
  const auto first = std::ranges::lower_bound(all, at, {}, &Register::at);
  if (first == all.end() || first->at >= at + boundary_window) return std::nullopt;
  return first->energy;
}

struct Span {
  Instant from, to;
};

/// Midnight is the best boundary, where the total meter has it at all of them: no meter had to be reached then.
bool begins_at_midnight(const Material& material, std::span<const CountedBy> parts) {
  const auto frozen = [&](MeterNumber meter, const LocalDate& day) { return frozen_at(material.received, meter, material.zone.instant({day})).has_value(); };
  return std::ranges::all_of(parts, [&](const CountedBy& part) { return frozen(part.meter, part.from) && frozen(part.meter, part.to); });
}

/// By its register as it stands, or times what the office multiplies it by.
std::optional<Energy> counted(const Material& material, MeterNumber meter, const Span& span, const books::RegisterRatio& ratio = {}) {
  const auto before = register_at(material, meter, span.from), after = register_at(material, meter, span.to);
  if (!before || !after) return std::nullopt;
  return ratio.went(*before, span.from, *after, span.to);
}

/// It was read on a reading day, and waits for whoever releases it.
bool waits_for_release(const Material& material, MeterNumber meter, const Span& span) {
  for (const auto& at : {span.from, span.to}) {
    const auto* row = reviewed_at(material, meter, material.zone.local(at).date);
    if (row != nullptr && row->state != books::ReviewState::released) return true;
  }
  return false;
}

const books::MeterSwap* swap_to(const Material& material, MeterNumber meter, const Span& span) {
  const auto found = std::ranges::find_if(material.swaps, [&](const auto& one) { return one.new_meter == meter && one.time > span.from && one.time < span.to; });
  return found == material.swaps.end() ? nullptr : &*found;
}

/// What went through behind this meter, also before it was put there: the old one counted until it was taken off, the new one from its first
/// register on. Whatever one of them lacks, nothing is known of the whole.
std::optional<Energy> counted_there(const Material& material, MeterNumber meter, const Span& span) {
  const auto* swap = swap_to(material, meter, span);
  const auto ratio = material.ratio_of(meter);
  if (swap == nullptr) return counted(material, meter, span, ratio);
  const auto begun = register_at(material, swap->old_meter, span.from), ended = register_at(material, meter, span.to);
  if (!begun || !ended || !swap->last_register) return std::nullopt;
  const auto by_old = material.ratio_of(swap->old_meter).went(*begun, span.from, *swap->last_register, swap->time), by_new = ratio.went(swap->first_register, swap->time, *ended, span.to);
  return by_old && by_new ? std::optional{*by_old + *by_new} : std::nullopt;
}

/// By its records, whoever brought them; else by what its line was read for: a pump multiplies by itself, so both are primary.
std::optional<Energy> counted_at_well(const Material& material, const PumpCourse& pump, const Span& span) {
  if (const auto used = counted_by_pump(pump, span.from, span.to)) return used;
  return pump.since > span.from ? std::nullopt : counted(material, pump.meter, span);
}

/// What the total meter showed; where nobody read it then, what it froze as the day began. On a reading day nothing but what was released.
std::optional<Energy> shown_at(const Material& material, MeterNumber total, Instant moment, const LocalDate& day) {
  const auto read = register_at(material, total, moment);
  return read || reviewed_at(material, total, day) ? read : frozen_at(material.received, total, material.zone.instant({day}));
}

/// What came in, each part by its own meter and factor.
std::optional<Energy> supplied(const Material& material, std::span<const CountedBy> parts, FunctionRef<Instant(const LocalDate&)> moment) {
  std::optional<Energy> out{Energy{}};
  for (const auto& part : parts) {
    const auto through = counted(material, part.meter, {moment(part.from), moment(part.to)});
    if (!through) return std::nullopt;
    *out += Energy::wh(through->wh() * part.factor);
  }
  return out;
}

}  // namespace

void Loss::add(MeterNumber meter, const std::optional<Energy>& by_it) {
  ++meters;
  if (!by_it) return without.push_back(meter);
  ++read;
  used += *by_it;
}

void judge(Loss& loss) {
  const auto unread = loss.meters - loss.read;
  if (!loss.total || loss.meters == 0 || unread * 100 > loss.meters * unread_percent_most) return;
  loss.loss = *loss.total - loss.used;
  if (!loss.total->is_zero()) loss.per_myriad = divide(Wide{loss.loss->wh()} * 10'000, loss.total->wh(), Round::half_up);
}

Commodity commodity_of(std::span<const books::MeterPoint> points, const books::AreaMeter& area) {
  const auto total = std::ranges::find(points, area.meter, &books::MeterPoint::meter);
  return total == points.end() ? Commodity::electricity : total->commodity;
}

Loss losses(const Material& material, const books::AreaMeter& area, const LocalDate& from, const LocalDate& to) {
  Loss out{.area = area.area, .commodity = commodity_of(material.points, area), .from = from, .to = to};
  const auto parts = counted_by(area, material.former_totals, from, to);
  const bool whole = covers(parts, from, to);
  const std::vector<CountedBy> by_present{{from, to, area.meter, area.factor}};
  const bool midnights = begins_at_midnight(material, whole ? parts : by_present);
  const auto moment = [&](const LocalDate& day) { return midnights ? material.zone.instant({day}) : boundary(material, area, day); };
  const Span span{moment(from), moment(to)};
  if (!parts.empty() && parts.front().from == from) out.register_from = shown_at(material, parts.front().meter, span.from, from);
  if (!parts.empty() && parts.back().to == to) out.register_to = shown_at(material, parts.back().meter, span.to, to);
  if (whole) out.total = supplied(material, parts, moment);
  if (!out.total && waits_for_release(material, area.meter, span)) ++out.unreleased;
  for (const auto& point : material.points) {
    if (point.area != area.area || !point.total_of.empty() || !point.installed || point.commodity != out.commodity) continue;
    const auto used = counted_there(material, point.meter, span);
    out.add(point.meter, used);
    if (!used && waits_for_release(material, point.meter, span)) ++out.unreleased;
  }
  if (out.commodity == Commodity::electricity)
    for (const auto& pump : material.pumps)
      if (pump.area == area.area) out.add(pump.meter, counted_at_well(material, pump, span));
  judge(out);
  return out;
}

Result<std::vector<Loss>> losses_above(const books::Reader& books, std::int64_t percent, const LocalDate& today, Instant now) {
  std::vector<Loss> out;
  const auto areas = books.all<books::AreaMeter>();
  if (areas.empty()) return out;
  const auto from = date_of_day(day_number(today) - loss_watch_days);
  TRY(material, material_since(books, from, now));
  for (const auto& area : areas)
    if (auto loss = losses(material, area, from, today); loss.per_myriad && *loss.per_myriad > percent * 100) out.push_back(std::move(loss));
  std::ranges::stable_sort(out, std::ranges::greater{}, &Loss::per_myriad);
  return out;
}

}  // namespace kwota::readings
