#include "collect/review/candidates.h"

#include <algorithm>

#include "collect/readings/registers/registers.h"

namespace kwota::review {
namespace {

using books::ReadingSource;

Candidate of_line(const books::MeterReading& row, const devices::Facts& facts) {
  Candidate out{.source = ReadingSource::line, .taken = *row.taken, .energy = *row.energy, .remaining = row.remaining, .relay_open = {}, .drift_seconds = row.drift_seconds};
  out.relay_open = row.status.bit(facts.relay_open.word, facts.relay_open.bit);
  return out;
}

Candidate of_statement(const books::Statement& row, const Zone& zone) {
  const auto told = readings::register_of(row, zone);
  Candidate out{.source = told.by_card ? ReadingSource::card : ReadingSource::line, .taken = told.at, .energy = told.energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}};
  out.relay_open = row.states.has(books::MeterState::relay_open);
  if (row.unit == Unit::money) out.remaining = row.remaining.money();
  return out;
}

}  // namespace

Instant moment_of(const books::TypedReading& row, const Zone& zone) {
  constexpr unsigned noon = 12;
  return std::min(zone.instant({row.read_on, noon, 0, 0}), row.typed);
}

std::vector<Candidate> candidates(const books::Reader& books, MeterNumber meter, const LocalDate& day, const Between& span, const devices::Facts& facts, const Zone& zone) {
  std::vector<Candidate> out;
  const auto add = [&](Candidate one) {
    one.energy = Energy::wh(one.energy.wh() / 10 * 10);  // lines tell 0.01 kWh: all must stand on the same step to be held against one another
    if (one.taken >= span.from && one.taken < span.to) out.push_back(std::move(one));
  };
  for (const auto& row : books.since<books::MeterReading>(span.from - Duration::days(1), meter)) {
    if (row.due >= span.to) break;
    if (row.taken && row.energy) add(of_line(row, facts));
  }
  for (const auto& row : books.select<books::Statement>(books::Statement::by_progress, meter)) add(of_statement(row, zone));
  for (const auto& row : books.since<books::DayFreeze>(zone.local(span.from).date, meter)) {
    if (zone.instant({row.day}) >= span.to) break;
    add({.source = ReadingSource::frozen, .taken = zone.instant({row.day}), .energy = row.energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}});
  }
  if (const auto head = books.find<books::WellHead>(meter))
    add({.source = ReadingSource::handheld, .taken = head->read, .energy = head->energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}});
  if (const auto typed = books.last<books::TypedReading>(meter, day))
    add({.source = ReadingSource::typed, .taken = moment_of(*typed, zone), .energy = typed->energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}});
  std::ranges::stable_sort(out, {}, &Candidate::taken);
  return out;
}

}  // namespace kwota::review
