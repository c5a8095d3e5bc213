// I14 · Age of credit under way: what was sold and no meter has confirmed by this day, whenever it was sold.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i14{
    .number = "I14",
    .right = "sales_read",
    .subject = &in_transit_subject,
    .periods = "day",
    .groups = {"age", "station", "carrier", "scheme", "state", "commodity", "account", "customer_name"},
    .grouped = {"age"},
    .filters = {"station", "carrier", "scheme", "commodity"},
    .columns = {{"in_transit_sales"}, {"in_transit_sales", Show::share}, {"in_transit_credit"}, {"in_transit_energy"}, {"in_transit_volume"}, {"in_transit_money"}},
    .chart = "in_transit_sales",
    .insight = true,
};

}  // namespace kwota::report
