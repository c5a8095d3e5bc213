// Meters that an account once had. A meter that was swapped keeps its part of the books: a card found a year later still brings its word, and
// that word belongs to the account which it served then – not to whom it serves now.
// Guarantees: one account for every number of a meter's book. Never: changes anything; take_statement() and life::swap_meter() do.
// Begin with former_of().
#pragma once
#include <optional>

#include "books/reader.h"

namespace kwota::counter {

/// The swap that took this meter from the account whose part of its book has this number; the newest, where several would fit.
std::optional<books::MeterSwap> former_of(const books::Reader& books, MeterNumber meter, SequenceNumber number);

/// The same for what a line says, which is of now: a count right before an account's part says that it took nothing of it.
std::optional<books::MeterSwap> former_by_line(const books::Reader& books, MeterNumber meter, SequenceNumber count);

/// The swap of this account that ended this meter's service to it.
std::optional<books::MeterSwap> swap_of(const books::Reader& books, MeterNumber meter, std::int64_t account);

/// The meter of this sale serves its account no longer: another one hangs there, or the supply has ended. Nobody gives such a meter its credit any more.
bool has_left(const books::Reader& books, const books::Sale& sale);

/// What the books expect the old meter to have held at its end, for the customer was given it: what was typed, and what it had taken after all under the number whose sales went
/// over to the new meter as not taken. A sale of that number that it did not take, and what was taken back or deducted, he was given beside it.
Credit expected_of(const books::Reader& books, const books::MeterSwap& swap, const books::Statement& said);

/// The meter's registers stand where they stood when it was taken off: what it holds is its last word.
bool speaks_of_its_end(const books::MeterSwap& swap, const books::Statement& said);

}  // namespace kwota::counter
