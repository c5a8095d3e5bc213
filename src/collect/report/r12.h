// R12 · Sales by cash register: what went into each drawer and out of it.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r12{
    .number = "R12",
    .right = "ledger_read",
    .subject = &money_subject,
    .groups = {"station", "till", "business_day", "month"},
    .grouped = {"station", "till"},
    .groups_max = 3,
    .filters = {"station", "till"},
    .columns = {{"cash_payments"}, {"cash_in"}, {"cash_reversed"}, {"cash_out"}, {"cash"}},
    .checks = {postings_add_up(), {"cash_adds_up", {"cash"}, {"cash_in", "cash_reversed", "cash_out"}}},
};

}  // namespace kwota::report
