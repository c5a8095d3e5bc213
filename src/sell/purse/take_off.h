// Money comes off a farmer's card, and goes out: a deduction, the closing of his account. The card proves what it gave up; only that is owed to him, and
// only what is owed is paid out.
// Guarantees: nothing is owed by guess; an account is closed when its card is empty; money leaves the drawer with a right, above the limit with a
// second person.   Begin with deduct(), order_closing().
#pragma once
#include <string>

#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct DeductRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;              ///< "10.00", at most what the card holds
  std::string reason;              ///< never empty
  Result<CardSeen> seen = no_card();
  std::int64_t approval = 0;
};
/// Errors: reason_missing, bad_amount, card_holds_less {most}, approval_needed and those of a desk, purse_account(), usable(), nothing_unsettled().
Booked deduct(const books::Reader& books, const DeductRequest& request, const Context& context);

struct CloseRequest {
  Claim claim;
  std::int64_t account = 0;
  Result<CardSeen> seen = no_card();
  std::int64_t approval = 0;
};
/// First step: the card is emptied. No order comes out where it is empty already. Errors: permission_denied, those of a desk, may_be_loaded(),
/// usable(), nothing_waits().
Booked order_closing(const books::Reader& books, const CloseRequest& request, const Context& context);
/// Second step, when the card has proved that it is empty: pays out what is owed, closes account, purse and card. Errors: account_closed, purse_not_empty,
/// drawer_short {cash}, approval_needed.
Booked close_account(const books::Reader& books, const CloseRequest& request, const Context& context);

struct PayOutRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;              ///< at most what is owed
  std::int64_t approval = 0;
};
/// Errors: nothing_due {due}, drawer_short {cash}, approval_needed.
Booked pay_out(const books::Reader& books, const PayOutRequest& request, const Context& context);

}  // namespace kwota::purse
