// R16 · Losses by transformer area and month: what its total meter showed at both ends, what came in, what was used behind the meters, and what is missing; beside it the share of
// the last twelve months, up to the last of the period, and of how many of them there is a figure. With too many meters unread an area has no figure: that is no zero.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r16{
    .number = "R16",
    .right = "statements_read",
    .subject = &area_losses_subject,
    .groups = {"area", "village", "meter", "month", "station", "commodity"},
    .groups_max = 3,
    .filters = {"station", "village", "area", "commodity"},
    .columns = {{"area_supplied"}, {"area_used"}, {"area_lost"}, {"area_lost", Show::ratio, "area_supplied"}, {"area_volume_supplied"}, {"area_volume_used"}, {"area_volume_lost"}, {"area_volume_lost", Show::ratio, "area_volume_supplied"},
                {"area_meters"}, {"area_unread"}, {"area_judged"}, {"area_not_judged"},
                {"area_lost", Show::twelve_ratio, "area_supplied"}, {"area_volume_lost", Show::twelve_ratio, "area_volume_supplied"}, {"area_judged", Show::twelve_months}},
    .checks = {{"losses_add_up", {"area_supplied"}, {"area_used", "area_lost"}}, {"volumes_add_up", {"area_volume_supplied"}, {"area_volume_used", "area_volume_lost"}}},
    .chart = "area_lost",
};

}  // namespace kwota::report
