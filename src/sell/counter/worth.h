// What credit in units is worth in money. It was paid for when it was bought, at the prices of that day: so what nobody will use is worth what
// was paid for it, the newest purchase first – what is left was bought last, and before all it held what came with its account from
// another program –, and what was used beyond all credit costs what the newest purchase cost. Credit in money is worth itself. Never more than was paid, never money for what was given.
// A meter that came in place of another holds what was bought for it, and no more: who asks for a meter's credit names the meter.
// Begin with paid_for().
#pragma once
#include <optional>
#include <set>
#include <string>

#include "books/reader.h"

namespace kwota::counter {

/// What was paid for so much of the account's credit, rounded down.
/// `meter`: only of what was bought for it. `elsewhere`: receipts whose credit is no part of it.
Money paid_for(const books::Reader& books, std::int64_t account, Credit left, std::optional<MeterNumber> meter = {}, const std::set<std::string>& elsewhere = {});
/// What an account owes that used so much beyond its credit, rounded up; nothing where nothing was ever bought.
Money owed_for(const books::Reader& books, std::int64_t account, Credit beyond, std::optional<MeterNumber> meter = {});
/// What it is worth to the customer that a meter holds this; below zero what he owes for it.
Money worth_of(const books::Reader& books, std::int64_t account, Credit held, MeterNumber meter, const std::set<std::string>& elsewhere = {});

}  // namespace kwota::counter
