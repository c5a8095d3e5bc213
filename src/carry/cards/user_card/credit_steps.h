// The steps that writing onto a card that is in use and making a new card have in common. Begin with commit_purse().
#pragma once
#include "carry/cards/user_card/credit.h"

namespace kwota::cards {

/// The verdict when the purse command was not sent. `found` is the purse that the card proved in this dialogue, if it came
/// so far: the credit of an earlier attempt may be there already.
Written not_sent(const CreditOrder& order, std::optional<user_card::PurseFile> found, Error cause);
/// `done` when exactly that stands in the purse, else `not_done`.
Written compare_purse(const user_card::PurseFile& written, const user_card::PurseFile& stands);

/// The tariff files that the order carries, then the instruction file.
Dialogue<Done> write_instruction(CreditOrder order);
/// Empties 06 and then 05, so that 05 alone tells whether there is data.
Dialogue<Done> empty_returned(CardKeys keys);
/// Journal, seal, send, read back: the commit of the sale onto a card that proved `found`. Never ends with an Error.
Dialogue<Written> commit_purse(CreditOrder order, user_card::PurseFile found);

}  // namespace kwota::cards
