// The sale: money taken, a number of the meter's book given, an order for the card. Nothing of it is on the card yet.
// Guarantees: booked once for a client key; one number under way to a meter; an unread sale is never overtaken – the cashier
// sums onto it or waits. Never: writes a card.   Begin with: sell().
#pragma once
#include "sell/counter/desk.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/paying.h"
#include "sell/counter/price.h"

namespace kwota::counter {

enum class OnPending : std::uint8_t { refuse, sum };
constexpr auto words_of(OnPending) { return std::array<std::string_view, 2>{"refuse", "sum"}; }

/// The card that a sale on this quote waits for when it is booked without one: two windows, or the card is at home. It is written
/// where it is put down next (the look at it finds the booked sale). Nothing when the account has no card in use.
std::optional<CardSerial> card_of_quote(const books::Reader& books, std::string_view quote);

struct SellRequest {
  Claim claim;
  std::string quote;                 ///< id of the quote that was shown
  std::optional<CardSerial> card;    ///< that lies on the reader
  Paying paying = {};                ///< by what
  OnPending on_pending = OnPending::refuse;
  std::vector<std::string> confirmed = {};  ///< codes of what is unusual, to which somebody said yes
};

/// Errors: quote_unknown, quote_stale {quote, credit}, pending_sale {sale, amount, sum}, sale_in_flight {sale}, sale_in_doubt {sale},
/// no_card, unknown_card, blocked_card, card_expired, wrong_card {account}, amount_ambiguous, what taken() refuses,
/// no_open_shift, clock_went_back, idempotency_key_reused, permission_denied, confirmation_needed {codes} and all that quote() says.
/// Onto the card that lies on the reader.
Booked sell(const books::Reader& books, const SellRequest& request, const Context& context);
/// By this carrier: one that writes onto no card asks for none, and no order comes out. Over a line sell/remote sells.
Booked sell_by(Carrier carrier, const books::Reader& books, const SellRequest& request, const Context& context);

/// Its last day has not passed. Error `card_expired` {card, valid_to}.
Result<void> not_expired(const books::Card& card, const Context& context);
/// May this card carry for this account? Errors: no_card, unknown_card, blocked_card {reason}, card_expired, wrong_card {account}.
Result<books::Card> usable_card(const books::Reader& books, const std::optional<CardSerial>& serial, std::int64_t account,
                                const Context& context);
/// The card that such a carrier writes onto; nothing: it writes onto none. Errors: those of usable_card().
Result<std::optional<books::Card>> card_at_hand(const books::Reader& books, Carrier carrier, const std::optional<CardSerial>& serial, std::int64_t account,
                                                const Context& context);
/// What stands between a new instruction and the meter. Errors: pending_sale, sale_in_flight, sale_in_doubt, account_closing, meter_ahead.
Result<void> nothing_pending(const books::Reader& books, const Supply& supply);
/// Nothing is unread, or it may be summed onto: then its receipt number. Errors as nothing_pending().
Result<std::optional<std::string>> pending_to_merge(const books::Reader& books, const Supply& supply, OnPending on_pending);
/// The instruction that brings `credit`: the next number, or the unread one again with both amounts. Error `amount_ambiguous`.
Result<books::Instruction> credit_instruction(const books::Reader& books, const Supply& supply, Credit credit, const std::string& receipt,
                                              Instant now);
/// Fills the receipt's figures of a priced sale.
void describe(const books::Reader& books, boost::json::object& document, const Quote& quote, int minor_digits);
/// The booking of money for credit, shared by the first sale of an account and every later one.
Result<void> take_money(const books::Reader& books, Booking& booking, const Supply& supply, const Quote& quote, const Paying& paying);

}  // namespace kwota::counter
