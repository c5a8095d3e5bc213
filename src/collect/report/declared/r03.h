// R03 · Electricity used per well: what the records of its pump say, beside its register, with the gap of the two, and the month as the pump settled it; beside it
// the same month a year earlier and what went to each who watered. A register is marked as estimated (e)
// where no record proves it at that end of the days. A well of which no record came stands there with dashes, and is counted.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r03{
    .number = "R03",
    .right = "meters_read",
    .subject = &water_subject,
    .groups = {"station", "village", "area", "area_number", "usage_class", "well", "name", "meter"},
    .groups_max = 3,
    .filters = {"station", "village", "area_number", "usage_class", "well"},
    .columns = {{"water_waterings"}, {"water_users"}, {"water_energy"}, {"water_volume"}, {"water_money"}, {"water_unsettled"}, {"water_register"}, {"water_gap"}, {"water_settled"},
                {"water_energy", Show::year_before}, {"water_energy", Show::year_change}, {"water_energy", Show::change}, {"water_energy", Show::mean, "water_users"}, {"water_estimated"}, {"water_unread"}},
    .checks = {{"water_register_adds_up", {"water_energy", "water_gap"}, {"water_register"}}},
};

}  // namespace kwota::report
