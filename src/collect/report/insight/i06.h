// I06 · Use by well and season, beside the days before.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i06{
    .number = "I06",
    .right = "meters_read",
    .subject = &seasons_subject,
    .groups = {"season", "year", "month", "village", "area_number", "usage_class", "well", "name", "station"},
    .grouped = {"well", "name", "season"},
    .groups_max = 3,
    .filters = {"station", "village", "area_number", "well"},
    .columns = {{"season_waterings"}, {"season_energy"}, {"season_energy", Show::before}, {"season_energy", Show::change}, {"season_water"}, {"season_money"}, {"season_energy", Show::share}},
    .chart = "season_energy",
    .sort = "season_energy",
    .insight = true,
};

}  // namespace kwota::report
