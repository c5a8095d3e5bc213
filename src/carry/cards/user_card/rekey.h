// A user card gets the keys of another version at the counter; what it carries stays as it is.
// The order makes every tear harmless and visible without costing a try: the authentication key first (it tells that a change
// was begun), the key of the files last (it tells that the others are done), then the masters of application and root.
// Each key travels under the old master (84 D4, cards.md 2.2); a key that is there already is written once more.
// Guarantees: torn at any command, the card still answers under the old version, or the next contact finishes the change;
// purse, instruction and returned data are not touched. Never: decides whether a card shall change - the books do.
// Begin with rekey_user_card().
#pragma once
#include "carry/cards/user_card/user_card.h"

namespace kwota::cards {

/// Ends with the application selected and everything under `to`, proven by the card. Errors: those of exchange.h; the card is
/// then to be put down again, and the same order finishes it. `rekey_failed`: it does not prove itself under the new keys.
Dialogue<Done> rekey_user_card(NewKeys order);

}  // namespace kwota::cards
