// R07 · Presale: what was sold, by day and person or whatever else is asked; and receipt by receipt, with what followed from each.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r07{
    .number = "R07",
    .right = "sales_read",
    .subject = &sales_subject,
    .groups = {"business_day", "month", "station", "till", "operator", "village", "area", "usage_class", "plan", "scheme", "carrier", "channel", "commodity", "kind", "edition"},
    .grouped = {"business_day"},
    .filters = {"station", "till", "operator", "usage_class", "plan", "scheme", "carrier", "commodity", "kind"},
    .columns = {{"sales"}, {"reversals"}, {"received"}, {"energy"}, {"tax"}, {"fees"}, {"fixed"}, {"debt"}, {"balance"}, {"supplemented"}, {"prepaid"},
                {"units_energy"}, {"units_energy", Show::price, "units_energy_paid"}, {"units_volume"}, {"units_volume", Show::price, "units_volume_paid"}},
    .checks = {received_adds_up()},
    .chart = "received",
};

}  // namespace kwota::report
