// Tool cards of the meter crew, written at the counter: what the shop has permitted becomes files of a clear or a preset card.
// Guarantees: only what stands in the books as permitted; the permission is in the vault's journal before anything is sealed.
// Never: decides who may have one (sell/counter/tool_permission.h does).
#pragma once
#include "sell/counter/tool_permission.h"
#include "work/teller/teller.h"

namespace kwota::teller {

/// What a tool card is written with.
struct ToolBench {
  CardOnReader& card;
  CardSerial serial;
  seal::Vault& vault;
  Random& random;
  std::uint8_t key_version = 1;  ///< that the meters have for which the card is made
};

/// Onto a blank card or an older clear card. Errors: those of cards::issue_clear_card.
Result<void> issue_clear(ToolBench bench, const counter::ClearPermission& permission);
/// Onto a blank card or an older preset card. Errors: plan_does_not_fit and those of cards::issue_preset_card.
Result<void> issue_preset(ToolBench bench, const counter::MeterParameters& parameters);

}  // namespace kwota::teller
