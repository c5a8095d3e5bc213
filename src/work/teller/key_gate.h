// Before anything is booked: would a counter still write onto this card, or make one for this meter? Asked in the decision of the
// booking itself, so that no money is taken for a card that is refused a moment later.
// Begin with may_be_written().
#pragma once
#include "work/teller/teller.h"

namespace kwota::teller {

/// A card with keys of this version: its day has not passed, or its meter has newer keys, so that it gets them on the reader.
/// Error `key_version_retired`{version, date}.
Result<void> card_keys_are_good(const books::Reader& books, const CardSerial& card, std::uint8_t version, std::string_view today);

/// The same of the account's cards, as the books know them: one that is good will do. An account without cards is none of our business.
Result<void> account_keys_are_good(const books::Reader& books, std::int64_t account, std::string_view today);

/// The version that a card for this meter is made with. Error `meter_not_rekeyed`{version}.
Result<std::uint8_t> version_for_new_card(const books::Reader& books, const CardSerial& card, MeterNumber meter,
                                          std::string_view today);

/// The card that was looked at, for what the shop wants to write there. Errors: those above.
Result<void> may_be_written(const books::Reader& books, const Inspection& look, const counter::CarryOrder& order, std::string_view today);

}  // namespace kwota::teller
