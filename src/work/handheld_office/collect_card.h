// A collect card that came home: its rows become a hand-over like a handheld's, judged with the vault, and what the pump said to tool cards is told.
// Guarantees: the card is emptied only after everything on it is stored; broken off anywhere, the same card goes on. Begin with take_in_collect_card().
#pragma once
#include <vector>

#include "base/bytes.h"
#include "seal/pump_records/records.h"
#include "seal/pump_records/tool_frames.h"
#include "work/handheld_office/handheld_office.h"

namespace kwota::handheld_office {

/// What a pump said to a tool card.
struct ToolSaid {
  int command = 0;            ///< 21..28; 0: a card that proved nothing
  std::int64_t order = 0;
  pump::ToolAnswer answer = pump::ToolAnswer::done;
  std::optional<LocalTime> at;
};
struct CollectedRows {
  CardSerial card;
  std::vector<Bytes> rows;    ///< all of file 02
};
struct CollectOutcome {
  books::HandOver hand_over;
  MeterNumber meter;
  std::vector<ToolSaid> said;
};
/// Errors: tool_answer_missing, tool_answer_unreadable, meter_at_no_well {meter}, permission_denied, and those of the vault.
Result<CollectOutcome> take_in_collect_card(store::Books& books, seal::Vault& vault, const CollectedRows& card, const Context& context);

}  // namespace kwota::handheld_office
