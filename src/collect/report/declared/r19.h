// R19 · Sold = sealed = loaded = used: how far what was sold in these days has come by now, by month and carrier, and what the same meters used in these days of what they were ever sold – as far as
// they have said so: how many have said nothing since stands beside it. A credit that nobody sold, or that no vault sealed, is named by its meter.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r19{
    .number = "R19",
    .right = "statements_read",
    .subject = &ways_subject,
    .groups = {"month", "carrier", "scheme", "commodity", "state", "reason", "meter", "station", "business_day"},
    .grouped = {"month", "carrier", "reason"},
    .groups_max = 3,
    .filters = {"station", "carrier", "commodity"},
    .columns = {{"way_sold"}, {"way_sealed"}, {"way_loaded"}, {"way_in_transit"}, {"way_back"}, {"way_money_sold"}, {"way_money_loaded"}, {"way_money_in_transit"}, {"way_money_back"},
                {"way_energy_sold"}, {"way_energy_loaded"}, {"way_volume_sold"}, {"way_volume_loaded"}, {"way_money_used"}, {"way_energy_used"}, {"way_volume_used"}, {"way_unheard"}, {"way_gap"}},
    .checks = {{"way_adds_up", {"way_money_sold"}, {"way_money_loaded", "way_money_in_transit", "way_money_back"}}, {"sales_add_up", {"way_money_sold"}, {"received_booked"}},
               {"sales_counted", {"way_sold"}, {"sales"}}},
};

}  // namespace kwota::report
