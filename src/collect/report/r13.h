// R13 · Tax: what was taken of each kind – posted by the ledger, or inside the price as slips name it –, and what was given back.
// Held against the ledger and against the sheets of the days: what R07 counts as tax is the same.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r13{
    .number = "R13",
    .right = "ledger_read",
    .subject = &taxes_subject,
    .periods = "month year range",
    .groups = {"tax", "tax_way", "month", "station", "commodity"},
    .grouped = {"tax", "tax_way"},
    .filters = {"station", "commodity"},
    .columns = {{"tax_count"}, {"tax_net"}, {"tax_gross"}, {"tax_taken"}, {"tax_back"}, {"tax_whole"}},
    .checks = {postings_add_up(), {"tax_adds_up", {"tax_whole"}, {"tax_taken", "tax_back"}}, {"tax_as_posted", {"tax_of_ledger"}, {"tax_posted"}},
               {"tax_as_sold", {"tax_whole"}, {"tax_posted", "tax_inside"}}},
};

}  // namespace kwota::report
