// R13 · Tax by rate and month: of what it was taken, and what was given back of it, each beside its net and gross – posted by the ledger, or inside the price as slips name it.
// Held against the ledger and against the sheets of the days: what R07 counts as tax is the same.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r13{
    .number = "R13",
    .right = "reports_read",
    .subject = &taxes_subject,
    .groups = {"tax", "rate", "tax_way", "month", "station", "commodity"},
    .grouped = {"tax", "rate", "month"},
    .groups_max = 4,
    .filters = {"station", "commodity"},
    .columns = {{"tax_count"}, {"tax_net"}, {"tax_taken"}, {"tax_gross"}, {"tax_back_count"}, {"tax_back_net"}, {"tax_back"}, {"tax_back_gross"}, {"tax_whole"}},
    .checks = {postings_add_up(), {"tax_adds_up", {"tax_whole"}, {"tax_taken", "tax_back"}}, {"tax_as_posted", {"tax_of_ledger"}, {"tax_posted"}},
               {"tax_as_sold", {"tax_whole"}, {"tax_posted", "tax_inside"}}},
};

}  // namespace kwota::report
