// Money for an account whose balance is at the server: money in the till, the customer's balance up, a receipt – no card, no
// number of the meter's book, nothing carried. What the new balance asks for (permission, end of the alarm) is ordered in the
// same decision. Arrears and claims of accounts that have ended are paid here too.
// Guarantees: booked once for a client key; the utility's limits and confirmations are those of a quote, and demanded here; a payment
// is handed back once, by two persons, within the utility's time, and never more of it than is still unspent and not paid out.
// Never: says what the meter did; its commands tell.   Begin with pay().
#pragma once
#include "sell/counter/paying.h"
#include "sell/remote/sale.h"
#include "sell/remote_account/charge.h"

namespace kwota::remote_account {

using counter::Claim;
using remote::Booked;

struct PayRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;  ///< "100.00"
  counter::Paying paying = {};  ///< by what
  std::vector<std::string> confirmed;  ///< codes of what is unusual, to which somebody said yes
};
/// Kind "payment", state applied at once. An account whose balance is at the server no longer, or never was, pays its arrears, and then
/// what is claimed of it (kind "claim_payment"), no more. Errors: permission_denied
/// (sell), no_remote_account, bad_amount, over_precise, what counter::taken() refuses, pays_too_much {arrears}, hoarding {limit,
/// most}, confirmation_needed {codes},
/// no_open_shift and what a desk refuses, idempotency_key_reused.
Booked pay(const books::Reader& books, const PayRequest& request, const Context& context);

struct PayBackRequest {
  Claim claim;
  std::string sale;    ///< the payment's receipt
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// A payment that was a mistake: what of it is still there is handed back by the tenders that it came by, kind "payment_back", always with a second person. Own shift:
/// right take_back_own, else take_back. Errors: unknown_sale, not_to_take_back {state}, too_late {hours}, nothing_due {due},
/// reason_missing, drawer_short {cash}, approval_needed, permission_denied.
Booked pay_back(const books::Reader& books, const PayBackRequest& request, const Context& context);

}  // namespace kwota::remote_account
