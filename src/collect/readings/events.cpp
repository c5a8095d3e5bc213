#include "collect/readings/events.h"

#include "collect/readings/plan.h"

namespace kwota::readings {

RecordsKnown records_known(const books::Reader& books, const books::ReadingPlan& plan, MeterNumber meter, const devices::Facts& facts) {
  RecordsKnown out;
  if (!asks_for(plan, "events")) return out;
  for (const auto kind : facts.recorded) {
    const auto newest = books.last<books::MeterEvent>(meter, kind);
    out[std::string{kind}] = newest ? newest->number : 0;
  }
  return out;
}

Result<books::Decision<std::size_t>> recorded(const books::Reader& books, std::span<const books::MeterEvent> received) {
  books::Decision<std::size_t> out{};
  for (const auto& row : received) {
    const auto newest = books.last<books::MeterEvent>(row.meter, row.kind);
    if (newest && newest->number >= row.number) continue;
    out.changes.put.emplace_back(row);
    ++out.answer;
  }
  return out;
}

}  // namespace kwota::readings
