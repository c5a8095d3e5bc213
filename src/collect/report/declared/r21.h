// R21 · Outlets: opening float + topped up − handed back − sold + reversed + commission put in = closing; commission earned, settled, owed.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

extern const Subject outlets_subject;

inline const Report r21{
    .number = "R21",
    .right = "outlets_read",
    .subject = &outlets_subject,
    .groups = {"station", "outlet", "name", "per_mille", "first_receipt", "last_receipt"},
    .grouped = {"outlet", "name"},
    .groups_max = 5,
    .detail = {"outlet", "name", "per_mille", "first_receipt", "last_receipt"},
    .filters = {"station", "outlet"},
    .columns = {{"outlet_opening"}, {"outlet_topped_up"}, {"outlet_withdrawn"}, {"outlet_sales"}, {"outlet_sold"}, {"outlet_given_back"}, {"outlet_netted"}, {"outlet_closing"},
                {"outlet_owed_before"}, {"outlet_earned"}, {"outlet_settled"}, {"outlet_owed"}},
    .checks = {{"outlets_add_up", {"outlet_opening", "outlet_topped_up", "outlet_given_back", "outlet_netted"}, {"outlet_withdrawn", "outlet_sold", "outlet_closing"}},
               {"commission_adds_up", {"outlet_owed_before", "outlet_earned"}, {"outlet_settled", "outlet_owed"}}},
};

}  // namespace kwota::report
