// A card's life at the counter: replaced when lost or broken, blocked when somebody should not use it.
// Guarantees: an account has one card that may carry; what the old card carried unread goes onto the new one with the same
// number, so it cannot be loaded twice.
// Begin with: replace_card().
#pragma once
#include "sell/counter/desk.h"
#include "sell/counter/paying.h"

namespace kwota::counter {

enum class NewCardReason : std::uint8_t {
  lost,
  broken,
  first,  ///< the account was opened over the line and has no card yet
};
constexpr auto words_of(NewCardReason) { return std::array<std::string_view, 3>{"lost", "broken", "first"}; }

struct ReplaceRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string reason;            ///< a NewCardReason
  std::optional<CardSerial> card;  ///< the new, blank one on the reader
  Paying paying = {};
};
/// Takes the utility's card fee. Errors: no_card, card_in_use {account}, reason_unknown, sale_in_flight, account_closed and those of a desk.
Booked replace_card(const books::Reader& books, const ReplaceRequest& request, const Context& context);

/// A meter of this model can get credit by this carrier. Error `meter_takes_no_cards`{meter, model}: one without slot and without the keys of cards.
Result<void> may_get_by(const books::Meter& meter, scheme::Carrier carrier, const Context& context);
/// The row of a card that is being issued now, of the kind that the account's scheme has. Errors: card_in_use when the books know it
/// already, carrier_not_of_scheme {scheme, carrier}, unknown_scheme.
Result<books::Card> new_card(const books::Reader& books, const std::optional<CardSerial>& serial,
                             const books::Account& account, const Context& context);

/// It is made at this counter: its row, and one blank card less in the stock. One that the books have already keeps its place there.
void hand_out(const books::Reader& books, const books::Card& card, const std::string& document, const Context& context, books::Changes& changes);

struct BlockRequest {
  CardSerial card;
  bool block = true;      ///< false: lift it
  std::string reason;     ///< never empty
  std::int64_t approval = 0;
};
/// Errors: unknown_card, card_of_purse {card}: that is block_purse()'s, card_not_blockable {state}, reason_missing, permission_denied, approval_needed (lifting).
Result<books::Decision<books::Card>> block_card(const books::Reader& books, const BlockRequest& request, const Context& context);

}  // namespace kwota::counter
