// What pumps said to tool cards goes to the orders that these carried, whoever brings it home: a collect card, or a handheld among a pump's changes.
// Guarantees: the same answer counts once; an order that a pump has done is obeyed for ever, whatever others say to it.   Begin with take_in_answers().
#pragma once
#include <optional>
#include <span>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/field/pump.h"

namespace kwota::waterings {

struct PumpSaid {
  MeterNumber meter;
  std::int64_t order = 0;
  std::int64_t answer = 0;
  std::optional<LocalTime> at;
};
/// How many were new. What names no order of these books is not ours. A pump that was bound to another area number takes no cards of the former one from `now` on.
books::Decision<std::int64_t> take_in_answers(const books::Reader& books, std::int64_t hand_over, std::span<const PumpSaid> said, Instant now);

/// A pump writes its answer down as a change of one of its parameters; nothing: this is another change.
std::optional<PumpSaid> said_to_tool_card(const books::WellChange& row);

}  // namespace kwota::waterings
