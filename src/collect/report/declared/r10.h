// R10 · Shifts and days at the tills: what each tender should have brought, what was counted, and what was over or short – by whom.
// float + received - paid out - drops = expected, as the closing slip of each shift says it.
// Of what came in less what went out, that which somebody carries to the bank – notes, coins, cheques – stands apart from the rest.
// The difference of the count is what the ledger keeps of it for ever. A drawer is counted as a whole: it is of no commodity.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r10{
    .number = "R10",
    .right = "shifts_read",
    .subject = &counts_subject,
    .groups = {"business_day", "month", "station", "till", "operator", "shift", "tender", "accepted_by"},
    .groups_max = 5,
    .filters = {"station", "till", "operator"},
    .columns = {{"shifts"}, {"shift_receipts"}, {"shift_float"}, {"shift_received"}, {"shift_paid_out"}, {"shift_drops"}, {"shift_expected"}, {"shift_counted"}, {"over_short"}, {"over_short_first"},
                {"shift_bankable"}, {"shift_not_bankable"}},
    .checks = {{"bankable_adds_up", {"shift_received"}, {"shift_paid_out", "shift_bankable", "shift_not_bankable"}},
               {"drawers_add_up", {"shift_float", "shift_received"}, {"shift_paid_out", "shift_drops", "shift_expected"}}, {"differences_posted", {"over_short"}, {"over_short_posted"}}},
};

}  // namespace kwota::report
