// What became of a sale whose meter was exchanged before it took it.   Begin with went_over().
#pragma once
#include "books/reader.h"

namespace kwota::books {

/// An exchange of meters moved it: it had not reached the old one, and what was paid for it was given to the next one, or to the balance at the server that came in the
/// meter's place. A number is used again where nothing left under it, and the end of a supply has no next meter: it is that exchange and no other.
bool went_over(const Reader& books, const Sale& sale, const SaleState& state);

}  // namespace kwota::books
