// What the verbs of `kwota purse` do that move money: whoever signs in at the running server orders it there, for the card on his till's reader.
// The server books it, has its own vault seal it, brings it onto the card and says what became of it. While no server runs, the books of a folder do the
// same here (purse_by_books.h).
// Guarantees: an order has a key of its own, so that one whose answer was lost is given once more and done once.
// Begin with purse_order_verbs().
#pragma once
#include <vector>

#include "kwota/verb.h"

namespace kwota::app {

/// issue, load, unload, settle, release, clear.
std::vector<Verb> purse_order_verbs();

}  // namespace kwota::app
