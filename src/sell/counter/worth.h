// What credit in units is worth in money. It was paid for when it was bought, at the prices of that day: so what nobody will use is worth what
// was paid for it, the newest purchase first – what is left was bought last –, and what was used beyond all credit costs what the newest
// purchase cost. Credit in money is worth itself. Never more than was paid, never money for what was given.
// Begin with paid_for().
#pragma once
#include "books/reader.h"

namespace kwota::counter {

/// What was paid for so much of the account's credit, rounded down.
Money paid_for(const books::Reader& books, std::int64_t account, Credit left);
/// What an account owes that used so much beyond its credit, rounded up; nothing where nothing was ever bought.
Money owed_for(const books::Reader& books, std::int64_t account, Credit beyond);

}  // namespace kwota::counter
