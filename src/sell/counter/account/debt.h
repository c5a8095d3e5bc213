// A debt has an owner. What a customer owes – an overdraft that his meter was cleared of, arrears of a balance at the server – is
// paid, turned into a claim against him, or written off by two persons; until then his account is not closed.
// Guarantees: a claim and a writing-off move the whole debt, and nothing but the debt; nobody writes off alone.
// Begin with: debt_of().
#pragma once
#include "sell/counter/desk.h"

namespace kwota::counter {

struct Debt {
  Money on_account;  ///< below zero in his balance at the server
  Money claimed;     ///< left the account and stands as a claim
};
Debt debt_of(const books::Reader& books, std::int64_t account);
/// Neither in the meter's last word, nor on the account; claims stand beside it. Error `account_in_debt` {debt}.
Result<void> owes_nothing(const books::Reader& books, const Supply& supply);

struct DebtRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string reason;         ///< never empty
  std::int64_t approval = 0;
};
/// The debt leaves the account and stands as a claim, by name in the register of debts; kind "claim". Errors: no_debt, reason_missing, balance_in_use (an active balance
/// at the server pays its own arrears), approval_needed and those of a desk.
Booked claim_debt(const books::Reader& books, const DebtRequest& request, const Context& context);
/// Debt and claim are given up, by two persons; kind "write_off". Errors: as claim_debt().
Booked write_off(const books::Reader& books, const DebtRequest& request, const Context& context);

}  // namespace kwota::counter
