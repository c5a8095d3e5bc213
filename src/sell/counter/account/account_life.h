// An account's life begins with its first sale in one booking, and its end – or that of its meter – with the instruction that tells the meter to
// give up what it holds; what follows that is said in sell/life: the end of the supply, another meter, another customer.
// Guarantees: a customer, a service point, a meter and a card that are in use stay where they are.
// Begin with: open_account(), then order_closing().
#pragma once
#include <array>

#include "base/words.h"
#include "sell/counter/desk.h"
#include "sell/counter/order/command_book.h"
#include "sell/counter/paying.h"
#include "sell/counter/price.h"

namespace kwota::counter {

/// Where the utility wants every application reviewed (setting account_review), only what was prepared for a granted one is opened. Error
/// `application_needed` {account}.
Result<void> granted_if_reviewed(const books::Reader& books, std::int64_t draft, Instant now);

struct OpenRequest {
  Claim claim;
  std::int64_t draft = 0;              ///< number of a prepared account; 0: a new one
  books::Customer customer;            ///< number zero: new, gets one; known number: as it is in the books
  books::ServicePoint service_point;   ///< known code: as it is in the books
  books::Meter meter;                  ///< known number: as it is in the books; must be free
  std::string scheme;                  ///< empty: the draft's, else the first that is opened by the carrier
  std::string plan, usage_class;
  std::int64_t household_persons = 0;
  std::string pay;                     ///< first sale
  Paying paying = {};
  std::optional<CardSerial> card;      ///< blank, on the reader
  std::vector<std::string> confirmed = {};  ///< codes of what is unusual in the first sale, to which somebody said yes
};
/// Errors: application_needed, unknown_scheme {scheme}, carrier_not_of_scheme {scheme, carrier}, meter_in_use {account}, meter_not_emptied, unknown_meter_model, card_in_use, unknown_plan, plan_does_not_fit, name_missing, address_missing,
/// duplicate_identity {customer}, customer_blocked, confirmation_needed {codes} and all that quote() and a desk refuse.
/// Onto the blank card that lies on the reader.
Booked open_account(const books::Reader& books, const OpenRequest& request, const Context& context);
/// By this carrier, as sell_by().
Booked open_account_by(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context);

/// What the first sale of such an account would be. Errors as quote().
Result<Quote> quote_opening(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context);

/// What comes after the meter has given up what it holds.
enum class ClosingPurpose : std::uint8_t {
  closing,   ///< the supply ends (sell/life)
  swap,      ///< another meter comes in its place (sell/life)
  transfer,  ///< another customer takes it over (sell/life)
  change_scheme,  ///< what it holds goes to the server (sell/life)
};
constexpr auto words_of(ClosingPurpose) { return std::array<std::string_view, 4>{"closing", "swap", "transfer", "change_scheme"}; }
books::Right right_to_order(ClosingPurpose purpose);

struct CloseRequest {
  Claim claim;
  std::int64_t account = 0;
  std::optional<CardSerial> card;   ///< the customer's, for the order
  bool with_debt = false;           ///< the meter's overdraft is taken over as a debt of the account
  ClosingPurpose purpose = ClosingPurpose::closing;  ///< what is meant to follow; whoever may do that may order it
};
/// The closing instruction. Errors: closing_unread {sale, amount}, account_in_debt {debt} (unless with_debt: the
/// meter then clears its overdraft and names it), account_closed and those of card and desk.
/// Onto the customer's card that lies on the reader.
Booked order_closing(const books::Reader& books, const CloseRequest& request, const Context& context);
/// By this carrier, as sell_by().
Booked order_closing_by(Carrier carrier, const books::Reader& books, const CloseRequest& request, const Context& context);
/// What it gave up is paid out or handed on only when, by its word over the line, its contactor is open. Error `meter_still_feeds` {meter}.
Result<void> feeds_nobody(const Supply& supply);

}  // namespace kwota::counter
