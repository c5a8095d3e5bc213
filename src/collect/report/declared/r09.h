// R09 · Presale monthly statistics: who sold what to whom, with the month before.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r09{
    .number = "R09",
    .right = "sales_read",
    .subject = &sales_subject,
    .periods = "month year",
    .groups = {"station", "operator", "usage_class", "plan", "scheme", "carrier", "channel", "commodity"},
    .grouped = {"station", "usage_class"},
    .filters = {"station", "operator", "usage_class", "plan", "scheme", "carrier", "commodity"},
    .columns = {{"sales"}, {"reversals"}, {"customers"}, {"received"}, {"received", Show::share}, {"received", Show::before}, {"received", Show::change}, {"energy"}, {"energy", Show::before},
                {"units_energy"}, {"units_energy", Show::price, "units_energy_paid"}, {"units_volume"}, {"units_volume", Show::price, "units_volume_paid"}},
    .checks = {received_adds_up()},
    .chart = "received",
};

}  // namespace kwota::report
