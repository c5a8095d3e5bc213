// R12 · Sales by cash register: what came into each till and went out of it, tender by tender, and what of it somebody carries to the bank. What outlets settle stands in R21, receipt numbers in R18
// (docs/decisions/0051-what-no-column-stands-for.md).
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r12{
    .number = "R12",
    .right = "reports_read",
    .subject = &money_subject,
    .groups = {"station", "till", "tender", "business_day", "month", "commodity", "edition"},
    .grouped = {"station", "till", "tender"},
    .groups_max = 3,
    .filters = {"station", "till", "commodity"},
    .columns = {{"tendered_payments"}, {"tendered_in"}, {"tendered_reversed"}, {"tendered_out"}, {"tendered"}, {"tendered_bankable"}, {"tendered_not_bankable"}},
    .checks = {postings_add_up(), {"tenders_add_up", {"tendered"}, {"tendered_in", "tendered_reversed", "tendered_out"}}, {"bankable_adds_up", {"tendered"}, {"tendered_bankable", "tendered_not_bankable"}}},
    .chart = "tendered",
};

}  // namespace kwota::report
