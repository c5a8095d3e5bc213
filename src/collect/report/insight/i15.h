// I15 · Units and money month by month, beside the same month of the year before.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i15{
    .number = "I15",
    .right = "sales_read",
    .subject = &receipts_subject,
    .periods = "month year range",
    .groups = {"month", "station", "usage_class", "scheme", "commodity"},
    .grouped = {"month"},
    .filters = {"station", "usage_class", "plan", "scheme", "commodity"},
    .columns = {{"sold_sales"}, {"sold_sales", Show::year_before}, {"sold_energy"}, {"sold_energy", Show::year_before}, {"sold_volume"}, {"sold_volume", Show::year_before},
                {"sold_money"}, {"sold_money", Show::year_before}},
    .checks = {{"sales_add_up", {"sold_money"}, {"received_booked"}}, {"sales_counted", {"sold_sales"}, {"sales"}}},
    .chart = "sold_money",
    .insight = true,
};

}  // namespace kwota::report
