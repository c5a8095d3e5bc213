// A blank card becomes somebody's purse card. Order: keys, files, holder, areas, and the application file last: a card without it is half
// made, the same order finishes it, and no pump takes it. The first money is a load like any other.
// Begin with issue_purse_card().
#pragma once
#include "carry/cards/common/purse.h"

namespace kwota::cards {

/// Errors: `card_not_blank`, `card_spoiled`{step}, `card_foreign`, `bad_pin`, `bad_credit_order`{file}, and those of exchange.h.
Dialogue<Done> issue_purse_card(PurseIssue order);
/// The first record of file 0017 of a finished card, under the maintenance key, and read back. Errors: `bad_credit_order`{file}, `card_read_back_differs`{file}, `card_refused`.
Dialogue<Done> write_card_areas(CardKeys keys, purse_card::AreasRecord areas);
/// Under the maintenance key; a card that is blocked already is done. Error `card_refused`.
Dialogue<Done> block_purse_card(CardKeys keys);
/// A returned card: its application becomes as empty as on a card whose making was broken off, and the next order makes it anew, with a number,
/// keys and counters of its own. One command does it: torn, the card is as before or cleared. Errors: `purse_holds_money`, `purse_grey`,
/// `card_refused`: it was made before cards could be cleared.
Dialogue<Done> clear_purse_card(CardKeys keys);

}  // namespace kwota::cards
