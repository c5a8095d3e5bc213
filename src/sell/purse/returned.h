// A card that came back with a closed account, emptied then, or one that was made and never got its first money: it is cleared and may be issued again,
// with another number.
// Guarantees: no card is cleared whose purse is in force, blocked or waits to be paid over; what its wells still tell of it belongs to its old number.
// Begin with clear_card(); in front of a first load, may_be_made_of().
#pragma once
#include "sell/purse/purse_account.h"

namespace kwota::purse {

/// Written down before the card is cleared; cleared once more after it was torn. Errors: permission_denied, unknown_card {card},
/// purse_in_use {account}, card_grey {card}, purse_holds_money.
Result<books::Decision<books::Card>> clear_card(const books::Reader& books, const CardSeen& seen, const Context& context);

/// What lies on the reader is no farmer's card any more, or none yet. Errors: card_to_clear {card}: it came back; card_in_use {card, account}.
Result<void> may_be_made_of(const books::Reader& books, const std::optional<CardSerial>& card);

}  // namespace kwota::purse
