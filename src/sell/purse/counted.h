// A watering whose debit was done and whose proof nobody has: the card was pulled before the pump heard it, and the next lock has taken the place of the proof.
// The card's offline counter says it all the same. A lock moves it on by one and holds the card; only its debit – which moves it on once more – or a release
// of the office sets the card free. So a counter of two more than before the lock, where nobody has released that lock, is a debit; and a lock has one
// amount alone, because its module gives the seal of one.
// Guarantees: a watering is settled by it once, and a proof that comes later finds it settled; a lock that the office has released is never.
// Begin with settle_counted().
#pragma once
#include <span>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::purse {

using people::Context;

/// How far the card is known to have counted: by what it showed last (`purse`), and by the locks that other pumps say it had (`waterings`, of this card).
std::int64_t known_count(const books::Purse& purse, std::span<const books::Watering> waterings);

/// Those of `waterings` – all that are known of the purse's card and hang – that the card has counted past are proven, and their money moves.
/// They and the purse are changed in place; entries go to `changes`. Answers how many.
Result<std::size_t> settle_counted(const books::Reader& books, books::Purse& purse, std::span<books::Watering> waterings, const Context& context, books::Changes& changes);

}  // namespace kwota::purse
