// Money for debts and nothing else: the customer pays what he owes by name, all of it or a part, and buys nothing. An account of any scheme, also one that has ended.
// Guarantees: booked once for a client key; a debt gets no more than is left of it, the oldest is paid first; the slip names each with what is still owed. What was
// paid by mistake is handed back once, by two persons, and is owed again.   Begin with pay_debts().
#pragma once
#include "sell/counter/desk.h"
#include "sell/counter/paying.h"

namespace kwota::counter {

struct PayDebtsRequest {
  Claim claim;
  std::int64_t account = 0;
  std::int64_t debt = 0;      ///< this one alone; 0: all, the oldest first
  std::string amount;         ///< "100.00"
  Paying paying = {};
  std::vector<std::string> confirmed;
};
/// Kind "claim_payment", applied at once; also of a debt that is paused. Errors: permission_denied (sell), unknown_account, no_debt, bad_amount, over_precise, more_than_owed
/// {arrears}, confirmation_needed {codes}, those of taken() and of a desk.
Booked pay_debts(const books::Reader& books, const PayDebtsRequest& request, const Context& context);

struct PayDebtsBack {
  Claim claim;
  books::Sale original;  ///< of kind claim_payment, applied
  std::string reason;
  std::int64_t approval = 0;
};
/// Always with a second person. Errors: reason_missing, nothing_due {due}, drawer_short {cash}, and those of second_person().
Booked pay_debts_back(const books::Reader& books, const PayDebtsBack& request, const Context& context);

}  // namespace kwota::counter
