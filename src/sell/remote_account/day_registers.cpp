#include "sell/remote_account/day_registers.h"

#include <map>

#include "books/lookup.h"

namespace kwota::remote_account {
namespace {

/// Newest first, back to this moment; nights are read, so the first few are nearly always enough.
std::vector<books::MeterReading> readings_back_to(const books::Reader& books, MeterNumber meter, Instant since) {
  constexpr std::size_t first_look = 16, most = 16384;
  for (std::size_t count = first_look;; count *= 4) {
    auto rows = books.newest<books::MeterReading>(count, meter);
    if (rows.size() < count || rows.back().due < since || count >= most) return rows;
  }
}

struct Taken {
  Instant at;
  DayRegisters registers;
};

}  // namespace

std::vector<DayRegisters> day_registers(const books::Reader& books, MeterNumber meter, const LocalDate& from, const Zone& zone) {
  std::map<LocalDate, Taken> read;
  // What a wrong clock has dated says nothing of that day.
  for (const auto& row : readings_back_to(books, meter, zone.instant(LocalTime{from, 0, 0, 0}))) {
    if (row.state != books::ReadingStatus::read || !row.energy || !row.taken || books::clock_was_wrong(books, *row.taken)) continue;
    const auto local = zone.local(*row.taken);
    if (local.date < from || local.hour >= books::boundary_hours) continue;
    const auto known = read.find(local.date);
    if (known != read.end() && known->second.at <= *row.taken) continue;
    read[local.date] = {*row.taken, {local.date, *row.energy, {row.rate1, row.rate2, row.rate3, row.rate4}}};
  }
  std::map<LocalDate, DayRegisters> days;
  for (auto& [day, taken] : read) days[day] = taken.registers;
  for (const auto& row : books.since<books::DayFreeze>(from, meter))
    if (!books::clock_was_wrong(books, row.received)) days[row.day] = {row.day, row.energy, {row.rate1, row.rate2, row.rate3, row.rate4}};
  // Who is on no line says nothing by himself: what people read and released stands for its day. An estimate charges nothing; a true reading follows it.
  if (!books.find<books::MeterLink>(meter))
    for (const auto& row : books.since<books::ReviewedReading>(from, meter))
      if (row.state == books::ReviewState::released && row.source != books::ReadingSource::estimate) days[row.day] = {row.day, row.at_day, {}};
  std::vector<DayRegisters> out;
  for (auto& [day, registers] : days) out.push_back(registers);
  return out;
}

}  // namespace kwota::remote_account
