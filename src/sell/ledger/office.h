// Entries of balances at the server: money that is paid in, and what days cost.   Begin with paid_in().
#pragma once
#include "sell/ledger/posting.h"

namespace kwota::ledger {

/// Money for the customer's balance: nothing is carried. `paid`: at_till() of tender.h.
Result<books::Entry> paid_in(const Head& head, std::vector<books::Leg> paid, std::int64_t account);
/// What the use of days cost; `charges`: charged(), fee(), fixed() and tax() of the chart, which the customer's balance pays.
Result<books::Entry> days_charged(const Head& head, std::int64_t account, const std::vector<Charge>& charges);

}  // namespace kwota::ledger
