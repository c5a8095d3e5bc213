// R09 · Presale statistics of a month, or of any days: who sold what to whom, day by day or by whatever is asked, with the period before. How many customers bought is known
// of a month and of a year, in which each counts once, as the writer keeps it with the sheets of the day. Of other days the sheets cannot say it – whoever bought on two of them
// would count twice –: their purchases are gone through (buyers.h), and where there are too many of them it is a dash.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r09{
    .number = "R09",
    .right = "sales_read",
    .subject = &sales_subject,
    .groups = {"business_day", "month", "station", "operator", "usage_class", "plan", "scheme", "carrier", "channel", "commodity"},
    .grouped = {"station", "usage_class"},
    .filters = {"station", "operator", "usage_class", "plan", "scheme", "carrier", "commodity"},
    .columns = {{"sales"}, {"reversals"}, {"customers"}, {"received"}, {"received", Show::share}, {"received", Show::before}, {"received", Show::change}, {"energy"}, {"energy", Show::before},
                {"units_energy"}, {"units_energy", Show::price, "units_energy_paid"}, {"units_volume"}, {"units_volume", Show::price, "units_volume_paid"}},
    .checks = {received_adds_up()},
    .chart = "received",
};

}  // namespace kwota::report
