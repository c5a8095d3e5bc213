// What the shop writes down about keys: which version a card was written with, which one a meter holds.
// Guarantees: only the number of a version; which of them are good is the key office's business. Begin with card_has_keys().
#pragma once
#include "books/decision.h"
#include "books/reader.h"

namespace kwota::counter {

/// The card was made with, or changed to, keys of this version. Error `unknown_card`.
Result<books::Decision<books::Card>> card_has_keys(const books::Reader& books, const CardSerial& card, std::uint8_t version);
/// Over a link, or told by the technician: the meter holds this version. Error `unknown_meter`.
Result<books::Decision<books::Meter>> meter_has_keys(const books::Reader& books, MeterNumber meter, std::uint8_t version);

/// May the meter forget the keys before those it has now? Error `cards_in_transit`{meter, cards}: a paid sale travels to it on cards that
/// were written under older keys; it would take them for forged.
Result<void> check_may_forget_keys(const books::Reader& books, MeterNumber meter);

/// The version that a meter's statement names; nothing while it has its factory's keys.
std::optional<std::uint8_t> version_in(const books::Statement& statement);

/// How far a meter's list of void tool cards may go on between two of its words, so that the one byte by which it names its end says which
/// number is meant.
inline constexpr std::int64_t voids_a_word = 127;
/// How far it goes by this statement, when it went up to `before`.
std::int64_t voids_in(const books::Statement& statement, std::int64_t before);

}  // namespace kwota::counter
