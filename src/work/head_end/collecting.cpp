#include "work/head_end/collecting.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/decimal.h"
#include "carry/lines/all.h"
#include "collect/readings/findings.h"

namespace kwota::head_end {
namespace {

using books::MeterReading;
using devices::Quantity;

void join(std::string& to, const std::string& more) { to += (to.empty() ? "" : ",") + more; }

/// What a plan calls by one word.
struct Group {
  std::string_view item;
  Quantity quantity;
};
constexpr Group groups[] = {
    {"registers", Quantity::energy}, {"registers", Quantity::energy_by_rate}, {"registers", Quantity::exported}, {"balance", Quantity::money},
    {"settlement", Quantity::settled}, {"states", Quantity::states}, {"events", Quantity::event_counts}, {"network", Quantity::network},
};

}  // namespace

std::vector<Quantity> quantities_of(const books::ReadingPlan& plan) {
  std::vector<Quantity> out;
  const auto asked = readings::items_of(plan);
  for (const auto& [item, quantity] : groups)
    if (std::ranges::find(asked, item) != asked.end()) out.push_back(quantity);
  return out;
}

void note(MeterReading& row, const lines::Reading& received) {
  row.energy = received.energy;
  row.export_energy = received.exported;
  row.settlement_energy = received.settled;
  row.rate1 = received.rates[0];
  row.rate2 = received.rates[1];
  row.rate3 = received.rates[2];
  row.rate4 = received.rates[3];
  row.remaining = received.remaining;
  row.overdraft = received.overdraft;
  row.count = received.purchases;
  row.status = received.states;
  row.network = received.network;
  for (const auto& [name, count] : received.counts) join(row.events, fmt::format("{}={}", name, count));
  for (const auto& item : received.absent) join(row.absent, item);
}

void note_clock(MeterReading& row, const std::optional<LocalTime>& shown, Instant asked, Instant answered, const Zone& zone) {
  const auto taken = Instant::from_ms(asked.ms() + (answered - asked).ms() / 2);
  row.taken = taken;
  if (!shown) return;
  row.meter_time = shown;
  row.drift_seconds = divide((taken - zone.instant(*shown)).ms(), 1000, Round::half_up);
}

books::DayFreeze freeze_row(MeterNumber meter, const lines::Frozen& frozen, Instant received) {
  return {.meter = meter, .day = frozen.day, .energy = frozen.energy, .rate1 = frozen.rates[0], .rate2 = frozen.rates[1],
          .rate3 = frozen.rates[2], .rate4 = frozen.rates[3], .received = received};
}

books::MeterEvent event_row(MeterNumber meter, const lines::Recorded& event, Instant received) {
  boost::json::object snapshot;
  for (const auto& [name, value] : event.noted) snapshot[name] = value;
  return {.meter = meter, .kind = event.kind, .number = event.number, .began = event.began, .ended = event.ended,
          .snapshot = boost::json::serialize(snapshot), .received = received};
}

dialogue::Dialogue<MeterReading> read_meter(readings::DueReading what, const lines::Driver& driver, lines::Meter meter, const Clock& clock,
                                            Zone zone, WrittenDown& own) {
  MeterReading row;
  row.meter = what.link.meter;
  row.due = what.slot;
  row.plan = what.plan.code;
  row.source = what.link.address;
  const auto asked = clock.now();
  const auto shown = co_await driver.read_clock(meter);
  note_clock(row, shown, asked, clock.now(), zone);
  if (what.freezes && readings::clock_is_right(row.drift_seconds)) {
    const lines::DaysWanted days{what.freezes->after, what.freezes->to};
    co_await driver.read_freezes(meter, days, own.days);
  }
  const auto quantities = quantities_of(what.plan);
  const auto received = co_await driver.read(meter, quantities);
  note(row, received);
  row.findings = readings::told_by(row.status, lines::known_devices().facts_of(meter.model));
  co_await driver.read_events(meter, received, what.records, own.events);
  co_return row;
}

}  // namespace kwota::head_end
