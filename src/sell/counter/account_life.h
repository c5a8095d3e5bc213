// An account's life: opened with its first sale in one booking, closed in two steps – first an instruction tells the meter to give
// up what it holds, then its statement says how much that was, and exactly that is refunded.
// Guarantees: a customer, a service point, a meter and a card that are in use stay where they are; no refund by guess.
// Begin with: open_account(), then close_account().
#pragma once
#include <array>

#include "base/words.h"
#include "sell/counter/command_book.h"
#include "sell/counter/desk.h"
#include "sell/counter/paying.h"
#include "sell/counter/price.h"

namespace kwota::counter {

struct OpenRequest {
  Claim claim;
  std::int64_t draft = 0;              ///< number of a prepared account; 0: a new one
  books::Customer customer;            ///< number zero: new, gets one; known number: as it is in the books
  books::ServicePoint service_point;   ///< known code: as it is in the books
  books::Meter meter;                  ///< known number: as it is in the books; must be free
  std::string scheme;                  ///< empty: the draft's, else the first that is opened by `carrier`
  std::string plan, usage_class;
  std::int64_t household_persons = 0;
  std::string pay;                     ///< first sale
  Paying paying = {};
  std::optional<CardSerial> card;      ///< blank, on the reader
  Carrier carrier = Carrier::card;     ///< link: no card is asked for and no order comes out; only sell/remote opens so
  std::vector<std::string> confirmed = {};  ///< codes of what is unusual in the first sale, to which somebody said yes
};
/// Errors: unknown_scheme {scheme}, carrier_not_of_scheme {scheme, carrier}, meter_in_use {account}, unknown_meter_model, card_in_use, unknown_plan, plan_does_not_fit, name_missing, address_missing,
/// duplicate_identity {customer}, customer_blocked, confirmation_needed {codes} and all that quote() and a desk refuse.
Booked open_account(const books::Reader& books, const OpenRequest& request, const Context& context);

/// What the first sale of such an account would be. Errors as quote().
Result<Quote> quote_opening(const books::Reader& books, const OpenRequest& request, const Context& context);

/// What comes after the meter has given up what it holds.
enum class ClosingPurpose : std::uint8_t {
  closing,   ///< the account ends: the customer is paid out
  swap,      ///< another meter comes in its place (sell/life)
  transfer,  ///< another customer takes it over (sell/life)
};
constexpr auto words_of(ClosingPurpose) { return std::array<std::string_view, 3>{"closing", "swap", "transfer"}; }
std::string_view right_to_order(ClosingPurpose purpose);

struct CloseRequest {
  Claim claim;
  std::int64_t account = 0;
  std::optional<CardSerial> card;   ///< the customer's, for the order
  std::int64_t approval = 0;
  bool with_debt = false;           ///< of the first step: the meter's overdraft is taken over as a debt of the account
  Carrier carrier = Carrier::card;  ///< link, of the first step: no card is asked for and no order comes out; only sell/remote closes so
  ClosingPurpose purpose = ClosingPurpose::closing;  ///< of the first step: what is meant to follow; whoever may do that may order it
};
std::string approval_content(const CloseRequest& request);
/// First step: the closing instruction. Errors: closing_unread {sale, amount}, account_in_debt {debt} (unless with_debt: the
/// meter then clears its overdraft and names it), account_closed and those of card and desk.
Booked order_closing(const books::Reader& books, const CloseRequest& request, const Context& context);
/// Second step, after the meter's statement: pays out what it gave up and what else is owed, closes account and cards, frees the
/// meter. A debt has an owner: it is paid, claimed or written off first. Errors: closing_not_confirmed, meter_still_feeds {meter}: by its
/// word over the line its contactor is not open; account_in_debt {debt}, drawer_short, approval_needed.
Booked close_account(const books::Reader& books, const CloseRequest& request, const Context& context);
/// Error `meter_still_feeds` {meter}, as above.
Result<void> feeds_nobody(const Supply& supply);

}  // namespace kwota::counter
