// R06 · Prepaid income and expense of a month or of any days: how what customers have paid for in advance went from the first day to the last, and what they owe;
// beside both what came in, with taxes and fees. Consumption is what the months' ends in these days posted; what was used since the last closed month stands beside
// the closing, and is counted in the check line.
#pragma once
#include "books/rows/money/debt.h"
#include "collect/report/report.h"

namespace kwota::report {

// Debts one by one are R14's, claims among them.
inline constexpr RowsOfLine all_owed{"R14"}, owed_by_name{"R14", "origin", "document,connection_fee"}, owed_as_claims{"R14", "origin", "claim"};
/// What is on farmers' cards stands purse by purse in R22.
inline constexpr RowsOfLine purse_by_purse{"R22"};
static_assert(words_of(books::DebtOrigin{}).size() == 3, "another origin belongs to debts by name or to claims");

inline const Report r06{
    .number = "R06",
    .right = "reports_read",
    .subject = &sales_subject,
    .filters = {"station", "commodity"},  // purses by themselves
    .lines = {{"opening", LineKind::opening, "prepaid", "consumed"},
              {"first_sales", LineKind::income, "prepaid_first"},
              {"recharges", LineKind::income, "prepaid_recharged"},
              {"supplements", LineKind::income, "prepaid_given"},
              {"cleared", LineKind::income, "prepaid_cleared"},
              {"taken_over", LineKind::income, "prepaid_taken_over"},
              {"brought", LineKind::income, "prepaid_brought"},
              {"proven_by_cards", LineKind::income, "prepaid_proven_by_cards"},  // of farmers' cards that books restored from an older copy did not know
              {"deductions", LineKind::expense, "prepaid_deducted"},
              {"refunds", LineKind::expense, "prepaid_surrendered"},
              {"used", LineKind::expense, "prepaid_used"},
              {"reversals", LineKind::expense, "prepaid_undone"},
              {"consumption", LineKind::expense, "consumed"},
              {"closing", LineKind::closing, "prepaid", "consumed"},
              {"purses_in_force", LineKind::standing, "purses_in_force", {}, purse_by_purse},  // on farmers' cards, and what they have used that nobody has told of yet
              {"purses_waiting", LineKind::standing, "purses_waiting", {}, purse_by_purse},    // of those that were lost
              {"not_posted", LineKind::unposted, "not_posted"},
              {"closing_expected", LineKind::expected, "prepaid", "used_by_meters"},
              {"debts_opening", LineKind::opening, "debts_noted", "owed_lowered", all_owed},
              {"debts_raised", LineKind::income, "debts_noted", {}, owed_by_name},
              {"claims_raised", LineKind::income, "claims_raised", {}, owed_as_claims},
              {"debts_recovered", LineKind::expense, "debts_paid", {}, owed_by_name},
              {"claims_recovered", LineKind::expense, "claims_recovered", {}, owed_as_claims},
              {"debts_written_off", LineKind::expense, "owed_written_off", {}, all_owed},
              {"debts_closing", LineKind::closing, "debts_noted", "owed_lowered", all_owed},
              {"received", LineKind::beside, "received"},
              {"received_cash", LineKind::beside, "received_cash"},
              {"received_card", LineKind::beside, "received_card"},
              {"received_transfer", LineKind::beside, "received_transfer"},
              {"received_cheque", LineKind::beside, "received_cheque"},
              {"received_wallet", LineKind::beside, "received_wallet"},
              {"received_outlet", LineKind::beside, "received_outlet"},
              {"tax", LineKind::beside, "tax"},
              {"fees", LineKind::beside, "fees"},
              {"fixed", LineKind::beside, "fixed"},
              {"debt", LineKind::beside, "debt"}},
    .checks = {received_adds_up(), {"purses_add_up", {"prepaid_on_purses"}, {"purses_in_force", "purses_waiting"}, true}, debts_as_by_name()},
    .is_signed = true,
};

}  // namespace kwota::report
