// A card that came back with a closed account, emptied then, or one that was made and never got its first money: it is cleared and may be issued again,
// with another number.
// Guarantees: no card is cleared whose purse is in force, blocked or waits to be paid over; what its wells still tell of it belongs to its old number.
// Begin with clear_card(); in front of a first load, may_be_made_of(); of a blank card whose making was broken off for somebody else, begun_with().
#pragma once
#include "sell/purse/purse_account.h"

namespace kwota::purse {

/// The row of a card that would be cleared: nobody's any more, free, and empty. Errors: unknown_card {card}, purse_in_use {account}, blocked_card_kept
/// {account}, card_grey {card}, purse_holds_money.
Result<books::Card> may_be_cleared(const books::Reader& books, const CardSeen& seen);
/// Written down before the card is cleared; cleared once more after it was torn. Errors: permission_denied, and those of may_be_cleared().
Result<books::Decision<books::Card>> clear_card(const books::Reader& books, const CardSeen& seen, const Context& context);

/// What lies on the reader is no farmer's card any more, or none yet. Errors: card_to_clear {card}: it came back; card_in_use {card, account}.
Result<void> may_be_made_of(const books::Reader& books, const std::optional<CardSerial>& card);

/// Under which numbers the making of the blank card with that chip was begun and never ended, the oldest first: the keys of one of them may stand on it.
/// Looks at every card: for one whose making was broken off, and for no other.
std::vector<books::Card> begun_with(const books::Reader& books, const CardSerial& chip);
/// Such a card may be taken for somebody else. Error `card_begun_elsewhere` {account}: his booking is not settled yet.
Result<void> may_be_taken_over(const books::Card& begun);
/// Nothing of what was begun under that number stands on its card any more: it goes on with none.
Result<books::Decision<books::Card>> begun_is_gone(const books::Reader& books, const CardSerial& number, const Context& context);

}  // namespace kwota::purse
