// R14 · Claims against customers: what was raised, recovered and written off between the first and the last of the month.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r14{
    .number = "R14",
    .right = "ledger_read",
    .subject = &money_subject,
    .periods = "month",
    .filters = {"station"},
    .lines = {{"claims_opening", LineKind::opening, "claims"},
              {"claims_raised", LineKind::income, "claims_raised"},
              {"claims_recovered", LineKind::expense, "claims_recovered"},
              {"claims_written_off", LineKind::expense, "claims_written_off"},
              {"claims_closing", LineKind::closing, "claims"},
              {"debt_recovered", LineKind::beside, "debt"}},
    .checks = {postings_add_up()},
};

}  // namespace kwota::report
