// R14 · Debts by name: what was left, raised, charged as interest, recovered and written off between two days, what is left, and how old that is. Claims of accounts that have ended stand with them.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r14{
    .number = "R14",
    .right = "reports_read",
    .subject = &debts_subject,
    .groups = {"station", "village", "debt_kind", "origin", "commodity", "customer_name", "account"},
    .grouped = {"debt_kind"},
    .filters = {"station", "debt_kind", "origin", "commodity"},
    .columns = {{"debts_opening"}, {"debts_raised"}, {"debts_interest"}, {"debts_recovered"}, {"debts_written_off"}, {"debts_closing"}, {"debts_age_30"}, {"debts_age_90"}, {"debts_age_365"}, {"debts_age_over"}},
    .checks = {{"debts_add_up", {"debts_opening", "debts_raised", "debts_interest"}, {"debts_recovered", "debts_written_off", "debts_closing"}},
               {"ages_add_up", {"debts_age_30", "debts_age_90", "debts_age_365", "debts_age_over"}, {"debts_closing"}},
               debts_as_by_name()},
};

}  // namespace kwota::report
