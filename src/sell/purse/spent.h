// What wells have taken off purses, and what of a purse is left for whoever asks: a proven record moves money from prepaid to used, once.
//   room      loaded + given + paid over to it - unloaded - paid over from it - arbitrated - spent: more was never on the card
//   waiting   of a lost card: what it showed last less what is known to have been spent since, and never more than its room; what it used and has
//             not paid yet is not paid over either
//   missing   records, by the offline counter that the card showed last: a lock moves it on, and so does the debit after it
// Guarantees: a watering is posted once, whoever proves it first; what would take more than the room is an exception and moves nothing.
// Never: says whether a proof holds.   Begin with spend(), then waiting_of().
#pragma once
#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::purse {

using people::Context;

/// A lock moves a card's offline counter on, and so does the debit after it.
inline constexpr std::int64_t steps_of_lock_and_debit = 2;

/// Money that moved onto this purse and off it by bookings, less what wells took. Never below zero where nothing is wrong.
Money room_of(const books::Purse& purse);
/// A booking that moved it is settled; its balance is the card's already.
void moved(books::Purse& purse, const books::PurseMove& move);
/// What this watering tells of the card's offline counter beyond what was known of it; `before`: the row until now.
void count_steps(const books::Reader& books, books::Purse& purse, const std::optional<books::Watering>& before, const books::Watering& now, const Context& context);

/// What of a lost card nobody is known to have spent. All of that waits, for what hangs of it is kept back with its blocking.
Money left_of(const books::Purse& lost);
/// What of it waits to be paid over, as far as the office knows now.
Money waiting_of(const books::Reader& books, const books::Purse& lost);
/// What hangs at wells: used with this card, and not paid yet.
Money hung_of(const books::Reader& books, const books::Purse& purse);

/// The card has proved that it paid for this watering. Gives it its state, and posts its money if nobody did; both rows are the caller's to put.
Result<void> spend(const books::Reader& books, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes);
/// Its card is gone for good, and paid nothing for this watering that hangs: what it held pays, so that the watering has an end and nobody asks that card any more. A proof that comes
/// still moves nothing. Where the next card has got what it held, it is late: what is left belongs to what other wells prove. Both rows are the caller's to put.
Result<void> keep_back(const books::Reader& books, books::Watering& watering, books::Purse& purse, const Context& context, books::Changes& changes);
/// All that hangs of it, as the card is blocked; the purse is the caller's to put.
Result<void> keep_back_what_hangs(const books::Reader& books, books::Purse& purse, const Context& context, books::Changes& changes);
/// Of what was kept back, as the lost card shows itself again: what it shows still, for it has paid it nowhere.
Money kept_back_still(const books::Reader& books, const books::Purse& lost);
/// What it was to be paid over with did not get there, so its money is here still: what came late meanwhile is spent.
Result<void> spend_after_all(const books::Reader& books, books::Purse& purse, const Context& context, books::Changes& changes);

}  // namespace kwota::purse
