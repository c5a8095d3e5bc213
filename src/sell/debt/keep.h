// The register of debts as people keep it: a debt is raised, recovered by a rule, paid off by a plan, paused, written off.
// Guarantees: nobody raises, pauses or writes off a debt alone; a plan adds up to what is left; a claim, which stands in the ledger, is written off at a
// till with a slip (counter::write_off). Never: moves money – what is recovered, sales and payments post.   Begin with raise().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "people/approval.h"
#include "sell/debt/debts.h"

namespace kwota::debts {

using people::Context;
using Decided = Result<books::Decision<books::Debt>>;

/// How a debt is recovered, as it was typed.
struct Recovery {
  std::string rule;   ///< a word of DebtRule
  std::string value;  ///< percent, or amount; else empty
  std::string from;   ///< of rule monthly: local date, empty: today
  struct Instalment {
    std::string due, amount;
  };
  std::vector<Instalment> instalments;  ///< of rule plan: each later than the one before
};

struct RaiseRequest {
  std::int64_t account = 0;
  std::string kind;      ///< an active code of `debt_kind`
  std::string origin;    ///< document (when empty) or connection_fee
  std::string document;  ///< never empty
  std::string amount;
  std::string since;     ///< local date from which it is owed; empty: today
  std::string interest;  ///< percent a year, "6.25"; empty: none
  std::string interest_from = {};  ///< local date from which its months count; empty: today
  Recovery recovery;
  std::string remark;
  std::int64_t approval = 0;
};
/// Errors: permission_denied (debts_write), bad_interest {text, most}, interest_before_debt {since}, interest_too_long {from, months, most}: a day so long ago that more than ten years would be
/// charged at once, debt_day_too_old {day, earliest}, unknown_account, account_closed, unknown_debt_kind {kind}, document_missing, bad_amount, over_precise, bad_date, debt_since_future
/// {since}, bad_recovery {why, field}, and those of second_person().
Decided raise(const books::Reader& books, const RaiseRequest& request, const Context& context);
/// The same of a row of a file, for which two persons stand as a whole (sell/imports): no second one is asked for each debt.
Decided raise_of_file(const books::Reader& books, const RaiseRequest& request, const Context& context);

struct RecoveryRequest {
  std::int64_t debt = 0;
  Recovery recovery;
  std::string remark;
};
/// Another rule or plan, from now on. Errors: permission_denied, unknown_debt, debt_paid, debt_day_too_old {day, earliest}, bad_recovery {why, field}.
Decided change_recovery(const books::Reader& books, const RecoveryRequest& request, const Context& context);

struct InterestRequest {
  std::int64_t debt = 0;
  std::string interest;  ///< percent a year; "0": none any more
  std::string from;      ///< local date; empty: today
  std::string reason;    ///< never empty
  std::int64_t approval = 0;
};
/// Another interest, for the months that begin on that day or later. Errors: permission_denied, unknown_debt, debt_paid, claim_bears_no_interest, bad_interest {text, most},
/// same_interest {rate}, bad_date, interest_too_early {from, earliest}: before today, or not behind the last one that has come, reason_missing and those of second_person().
Decided change_interest(const books::Reader& books, const InterestRequest& request, const Context& context);

struct PauseRequest {
  std::int64_t debt = 0;
  std::string from, until;  ///< local dates, both included; `from` empty: today
  std::string reason;       ///< never empty
  std::int64_t approval = 0;
};
/// Errors: permission_denied, unknown_debt, debt_paid, reason_missing, bad_date, bad_pause, and those of second_person().
Decided pause(const books::Reader& books, const PauseRequest& request, const Context& context);
/// The pause ends today. Errors: permission_denied, unknown_debt, not_paused.
Decided resume(const books::Reader& books, std::int64_t debt, const Context& context);

struct WriteOffRequest {
  std::int64_t debt = 0;
  std::string amount;  ///< empty: all that is left
  std::string reason;  ///< never empty
  std::int64_t approval = 0;
};
/// Errors: permission_denied, unknown_debt, debt_paid, claim_at_till {account}, debt_in_transit, bad_amount, over_precise, more_than_left {left}, reason_missing and those of second_person().
Decided write_off(const books::Reader& books, const WriteOffRequest& request, const Context& context);

/// A debt that left an account's balance: the account's claim in the register, which grows when another joins it. `changes` is the decision's own.
void register_claim(const books::Reader& books, const books::Account& account, Money amount, const std::string& receipt, const Context& context, books::Changes& changes);
/// What two persons gave up of it at a till.
void claim_written_off(const books::Reader& books, std::int64_t account, Money amount, const Context& context, books::Changes& changes);
/// The account's debts that are no claims go with it to another customer's account.
void hand_over(const books::Reader& books, std::int64_t from, const books::Account& to, const Context& context, books::Changes& changes);

}  // namespace kwota::debts
