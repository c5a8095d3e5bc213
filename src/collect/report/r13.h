// R13 · Tax: what was taken of each kind, and what was given back.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r13{
    .number = "R13",
    .right = "ledger_read",
    .subject = &money_subject,
    .periods = "month year range",
    .groups = {"tax", "month", "station"},
    .grouped = {"tax"},
    .filters = {"station"},
    .columns = {{"tax_postings"}, {"taxed"}, {"tax_undone"}, {"tax_posted"}},
    .checks = {postings_add_up(), {"tax_adds_up", {"tax_posted"}, {"taxed", "tax_undone"}}},
};

}  // namespace kwota::report
