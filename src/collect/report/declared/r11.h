// R11 · Energy sold in any period: meter by meter and customer by customer, in the unit that the meter counts.
// A sale counts as it was booked, whatever became of it; what took it back stands in R07 and R08.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r11{
    .number = "R11",
    .right = "sales_read",
    .subject = &receipts_subject,
    .groups = {"meter", "customer", "customer_name", "usage_class", "plan", "scheme", "commodity", "business_day", "month", "station", "till"},
    .grouped = {"meter", "customer_name", "usage_class"},
    .groups_max = 4,
    .filters = {"station", "usage_class", "plan", "scheme", "commodity", "till", "operator"},
    .columns = {{"sold_sales"}, {"sold_energy"}, {"sold_volume"}, {"sold_credit"}, {"sold_money"}},
    .checks = {{"sales_add_up", {"sold_money"}, {"received_booked"}}, {"sales_counted", {"sold_sales"}, {"sales"}},
               {"energy_as_presold", {"sold_energy"}, {"units_energy"}}, {"volume_as_presold", {"sold_volume"}, {"units_volume"}}},
};

}  // namespace kwota::report
