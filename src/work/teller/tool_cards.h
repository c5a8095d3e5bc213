// Tool cards of the meter crew, written at the counter: what the shop has permitted becomes a clear or a preset card.
// Guarantees: only what stands in the books as permitted; the permission is in the vault's journal before anything is sealed.
// Never: decides who may have one (sell/counter/account/tool_permission.h does).
#pragma once
#include "sell/counter/account/tool_permission.h"
#include "work/teller/teller.h"

namespace kwota::teller {

/// What a tool card is written with.
struct ToolBench {
  CardOnReader& card;
  CardSerial serial;
  seal::Vault& vault;
  const cards::Family& family;   ///< that makes it
  std::uint8_t key_version = 1;  ///< that the meters have for which the card is made
};

/// What a tool card of that kind would be made on: the card that was looked at is blank, half made, or an older one of the kind. Gives the
/// family that makes it. Errors: `card_not_blank` {card}; `card_of_another_kind` {family}: this program makes none.
Result<const cards::Family*> may_become(books::CardKind kind, const Inspection& look, Families families);

/// Errors: those of cards::Family::issue_clear_card.
Result<void> issue_clear(const ToolBench& bench, const counter::ClearPermission& permission);
/// Errors: plan_does_not_fit and those of cards::Family::issue_preset_card.
Result<void> issue_preset(const ToolBench& bench, const counter::MeterParameters& parameters);

}  // namespace kwota::teller
