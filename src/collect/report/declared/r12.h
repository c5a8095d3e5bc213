// R12 · Sales by cash register: what came into each till and went out of it, tender by tender.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r12{
    .number = "R12",
    .right = "ledger_read",
    .subject = &money_subject,
    .groups = {"station", "till", "tender", "business_day", "month", "commodity", "edition"},
    .grouped = {"station", "till", "tender"},
    .groups_max = 3,
    .filters = {"station", "till", "commodity"},
    .columns = {{"tendered_payments"}, {"tendered_in"}, {"tendered_reversed"}, {"tendered_out"}, {"tendered"}},
    .checks = {postings_add_up(), {"tenders_add_up", {"tendered"}, {"tendered_in", "tendered_reversed", "tendered_out"}}},
    .chart = "tendered",
};

}  // namespace kwota::report
