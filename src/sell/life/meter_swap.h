// A meter is taken off and another one comes in its place; the account goes on.
// First the old meter gives up what it holds, by the closing order that every meter knows (counter::order_closing, by card or over the line). Then one
// decision takes it from the account, binds the new one with a number of its own book, and gives it as credit what the old one gave up. A meter that
// cannot speak any more is replaced all the same: two people say what it held, and the day its own word turns up the difference is posted (take_statement()).
// Guarantees: what the old meter held is given once, whatever card comes home later; a sale that never reached it goes over to the new one only where that is
// proven, else it stays in doubt by name; the position in steps and the price plan are the account's and stay. Never: takes or hands out cash.
// Begin with swap_meter().
#pragma once
#include <optional>
#include <string>

#include "sell/remote/sale.h"

namespace kwota::life {

using counter::Context;

struct SwapRequest {
  counter::Claim claim;
  std::int64_t account = 0;
  MeterNumber old_meter;           ///< as its plate says: another one than the account's is refused
  books::Meter meter;              ///< the new one. Known number: as it is in the books; else with its model
  std::string reason;              ///< never empty
  std::string last_register;       ///< of the old meter in kWh, as it shows; empty: as it said with its last word, else unknown
  std::string first_register;      ///< of the new one; empty: zero
  std::string remaining;           ///< what the old one held, where it cannot say so itself: "12.30", "-4.00" overdraft; empty: by its own word
  bool leave_in_doubt = false;     ///< a sale that may have reached the old meter stays in doubt; without it the swap is refused
  std::optional<CardSerial> card;  ///< the customer's that lies on the reader; none: it gets its credit where it is put down next
  std::int64_t approval = 0;
  std::optional<counter::Carrier> carrier = {};  ///< to the new meter; nothing: as accounts of its scheme are opened
};

/// Where the balance is at the server no meter holds any: the account is charged to `last_register` – today included – and from `first_register` on, and nothing is carried;
/// the new meter hangs on a line. Without a last register what was read last counts, and two people say so. Also errors of remote_account::go_on_at(), balance_at_office.
/// Kind `swap`; its credit is what the new meter gets, by card or over the line. `remaining` is always said by two.
/// Errors: permission_denied (swap_meter), reason_missing, account_not_open {account}, wrong_meter {meter, account_meter}, same_meter, closing_not_confirmed,
/// balance_reported: the meter said it itself; bad_register {energy}, register_went_back {reported}, bad_amount, more_than_bought {most}, sale_may_have_arrived
/// {sales}; of the new meter unknown_meter_model, meter_in_use {account}, meter_not_emptied, unit_of_meter, meter_not_of_scheme {meter, model, scheme}, meter_takes_no_cards, no_link and its like,
/// plan_does_not_fit, what nothing_pending() says of it; those of a card, of a desk and of second_person().
remote::Booked swap_meter(const books::Reader& books, const SwapRequest& request, const Context& context);

}  // namespace kwota::life
