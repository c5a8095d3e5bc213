// What counts of the utility's settings at a moment: of the rows that were agreed to the last one whose moment has come, for the account before
// its usage class before the whole utility; without any what is declared.
// Guarantees: asked of the books by each decision, so that a sale is judged by what is in force when it is booked, whatever its quote was shown under.
// Never: changes anything.   Begin with money_in_force(), number_in_force().
#pragma once
#include "books/reader.h"
#include "sell/settings/declared.h"

namespace kwota::settings {

/// `account`: for whom, where a setting may be narrower; null: for everybody.
Money money_in_force(const books::Reader& books, SettingName name, Instant now, const books::Account* account = nullptr);
/// What the utility as a whole has: hours, a count, or the minor units of an amount.
std::int64_t number_in_force(const books::Reader& books, SettingName name, Instant now);

/// Of a setting that is a text; empty: nothing is set.
std::string text_in_force(const books::Reader& books, SettingName name, Instant now);

/// Whether this utility sells in this way (way_card, way_line …) to whoever comes new. Error `way_not_used` {way}.
Result<void> way_is_used(const books::Reader& books, SettingName way, Instant now);

/// The row that counts for exactly these; nothing: none does.
std::optional<books::Setting> row_in_force(const books::Reader& books, SettingName name, SettingScope scope, std::string_view of, Instant now);

/// The business day of what is booked now: the local date, which begins so many hours after midnight by the clock on the wall as `day_cut_off` says;
/// never one that is closed already – what comes later belongs to the day after it.
std::string business_day(const books::Reader& books, Instant now, const Zone& zone);
/// The same by the clock alone. Of a moment that is over: past_days.h.
std::string day_by_the_clock(const books::Reader& books, Instant now, const Zone& zone);
/// With a day that begins so many hours after midnight.
std::string day_by_the_clock(const Zone& zone, Instant now, std::int64_t hours);

}  // namespace kwota::settings
