#include "work/head_end/collecting.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <boost/json.hpp>

#include "base/decimal.h"
#include "models/all.h"

namespace kwota::head_end {
namespace {

using books::MeterReading;
using devices::Quantity;
using dlt645::Heard;

constexpr std::uint32_t first_status_word = 0x04000501;
constexpr std::size_t status_words = 7;

constexpr auto y97 = dlt645::Edition::y1997;
constexpr auto y07 = dlt645::Edition::y2007;

struct EnergyOf {
  dlt645::Identifier item;
  std::optional<Energy> MeterReading::* column;
};
constexpr EnergyOf energies[] = {
    {{y07, 0x00010000}, &MeterReading::energy},        {{y07, 0x00010100}, &MeterReading::rate1},
    {{y07, 0x00010200}, &MeterReading::rate2},         {{y07, 0x00010300}, &MeterReading::rate3},
    {{y07, 0x00010400}, &MeterReading::rate4},         {{y07, 0x00020000}, &MeterReading::export_energy},
    {{y07, 0x00010001}, &MeterReading::settlement_energy}, {{y97, 0x9010}, &MeterReading::energy},
};
struct MoneyOf {
  std::uint32_t item;
  std::optional<Money> MeterReading::* column;
};
constexpr MoneyOf moneys[] = {{0x00900200, &MeterReading::remaining}, {0x00900201, &MeterReading::overdraft}};
constexpr std::uint32_t purchase_count = 0x03330201;

/// A register of 0.01 kWh.
Energy energy_of(std::int64_t hundredths) { return Energy::wh(hundredths * 10); }

std::string_view name_of(std::uint32_t identifier) { return dlt645::find_item({dlt645::Edition::y2007, identifier})->name; }

void join(std::string& to, const std::string& more) { to += (to.empty() ? "" : ",") + more; }

void note_status(MeterReading& row, const Heard& heard) {
  const auto n = heard.identifier - first_status_word;
  if (n >= status_words) return;
  if (row.status.empty()) row.status.assign(4 * status_words, '-');
  if (const auto word = number_of(heard)) row.status.replace(4 * n, 4, fmt::format("{:04X}", *word));
}

void note_value(MeterReading& row, dlt645::Identifier item, std::int64_t value) {
  if (const auto of = std::ranges::find(energies, item, &EnergyOf::item); of != std::end(energies)) row.*of->column = energy_of(value);
  if (item.edition == y97) return;
  const auto identifier = item.value;
  if (const auto of = std::ranges::find(moneys, identifier, &MoneyOf::item); of != std::end(moneys)) row.*of->column = Money::minor(value);
  if (identifier == purchase_count) row.count = value;
}

bool counts_events(const models::Model& model, std::uint32_t identifier) {
  const auto questions = dlt645::questions_of(model, Quantity::event_counts);
  return std::ranges::any_of(questions, [&](const dlt645::Question& question) {
    return std::ranges::find(question.items, identifier) != question.items.end();
  });
}

/// The kinds whose counter has risen since the newest record that is known.
std::vector<dlt645::NewRecords> new_records(const models::Model& model, const readings::RecordsKnown& known, std::span<const Heard> heard) {
  std::vector<dlt645::NewRecords> out;
  for (const auto& records : dlt645::records_of(model)) {
    const auto before = known.find(dlt645::kind_of(records));
    const auto counter = std::ranges::find(heard, records.count, &Heard::identifier);
    if (before == known.end() || counter == heard.end()) continue;
    const auto count = number_of(*counter);
    if (count && *count > before->second) out.push_back({records, before->second, *count});
  }
  return out;
}

/// What a plan calls by one word.
struct Group {
  std::string_view item;
  Quantity quantity;
};
constexpr Group groups[] = {
    {"registers", Quantity::energy}, {"registers", Quantity::energy_by_rate}, {"registers", Quantity::exported}, {"balance", Quantity::money},
    {"settlement", Quantity::settled}, {"states", Quantity::states}, {"events", Quantity::event_counts},
};

}  // namespace

std::vector<dlt645::Question> questions_for(const models::Model& model, const books::ReadingPlan& plan) {
  std::vector<dlt645::Question> out;
  const auto asked = readings::items_of(plan);
  for (const auto& [item, quantity] : groups) {
    if (std::ranges::find(asked, item) == asked.end()) continue;
    const auto questions = dlt645::questions_of(model, quantity);
    out.insert(out.end(), questions.begin(), questions.end());
  }
  return out;
}

void note(MeterReading& row, const models::Model& model, std::span<const Heard> heard) {
  for (const auto& one : heard) {
    note_status(row, one);
    if (one.state == Heard::State::absent) join(row.absent, one.item().text());
    const auto value = number_of(one);
    if (!value) continue;
    note_value(row, one.item(), *value);
    if (counts_events(model, one.identifier)) join(row.events, fmt::format("{}={}", name_of(one.identifier), *value));
  }
}

void note_clock(MeterReading& row, const std::optional<LocalTime>& shown, Instant asked, Instant answered, const Zone& zone) {
  const auto taken = Instant::from_ms(asked.ms() + (answered - asked).ms() / 2);
  row.taken = taken;
  if (!shown) return;
  row.meter_time = format_local(*shown);
  row.drift_seconds = divide((taken - zone.instant(*shown)).ms(), 1000, Round::half_up);
}

books::DayFreeze freeze_row(MeterNumber meter, const dlt645::Frozen& frozen, Instant heard) {
  const auto rate = [&](std::size_t n) { return frozen.rates[n] ? std::optional{energy_of(*frozen.rates[n])} : std::nullopt; };
  return {.meter = meter, .day = format_date(frozen.day), .energy = energy_of(frozen.energy),
          .rate1 = rate(0), .rate2 = rate(1), .rate3 = rate(2), .rate4 = rate(3), .heard = heard};
}

books::MeterEvent event_row(MeterNumber meter, const dlt645::Recorded& event, Instant heard) {
  const auto text = [](const std::optional<LocalTime>& time) { return time ? format_local(*time) : std::string{}; };
  boost::json::object snapshot;
  for (const auto& [name, value] : event.noted) snapshot[name] = value;
  return {.meter = meter, .kind = event.kind, .number = event.number, .began = text(event.began), .ended = text(event.ended),
          .snapshot = boost::json::serialize(snapshot), .heard = heard};
}

dialogue::Dialogue<MeterReading> read_meter(readings::DueReading what, dlt645::Address address, std::string model, const Clock& clock,
                                            Zone zone, WrittenDown& own) {
  const auto& told_by = models::model_of(model);
  MeterReading row;
  row.meter = what.link.meter;
  row.due = what.slot;
  row.plan = what.plan.code;
  row.source = what.link.address;
  const auto of_clock = dlt645::questions_of(told_by, Quantity::clock);
  const std::vector<dlt645::Question> ways(of_clock.begin(), of_clock.end());
  const auto asked = clock.now();
  const auto shown = co_await dlt645::read_clock(address, ways);
  note_clock(row, shown, asked, clock.now(), zone);
  if (what.freezes && readings::clock_is_right(row.drift_seconds)) {
    const dlt645::FreezesWanted days{what.freezes->after, what.freezes->to};
    co_await dlt645::read_freezes(address, dlt645::freezes_of(told_by), days, own.days);
  }
  const auto questions = questions_for(told_by, what.plan);
  const auto heard = co_await dlt645::read_items(address, questions);
  note(row, told_by, heard);
  const auto records = new_records(told_by, what.records, heard);
  co_await dlt645::read_records(address, records, own.events);
  co_return row;
}

}  // namespace kwota::head_end
