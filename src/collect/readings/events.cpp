#include "collect/readings/events.h"

#include <algorithm>
#include <array>

#include "collect/readings/plan.h"

namespace kwota::readings {
namespace {

struct Tampering {
  std::string_view kind;
  Tamper what;
};
constexpr std::array tampering{Tampering{"cover_opened", Tamper::cover}, Tampering{"terminal_cover_opened", Tamper::cover}, Tampering{"magnetic_field", Tamper::magnet},
                               Tampering{"meter_cleared", Tamper::cleared}};

}  // namespace

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

std::optional<Tamper> tamper_of(std::string_view kind) {
  const auto found = std::ranges::find(tampering, kind, &Tampering::kind);
  return found == tampering.end() ? std::nullopt : std::optional(found->what);
}

}  // namespace kwota::readings
