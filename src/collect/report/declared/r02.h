// R02 · The register of wells: how many there are, village by village, in use and out of use, with a meter and without one; who watered there in these days,
// which of them water this season, and of which nobody has heard for a month.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r02{
    .number = "R02",
    .right = "customers_read",
    .subject = &wells_subject,
    .groups = {"station", "village", "area", "area_number", "usage_class", "state"},
    .grouped = {"village", "state"},
    .filters = {"station", "village", "area_number", "usage_class", "state"},
    .columns = {{"wells_before"}, {"wells_new"}, {"wells_there"}, {"wells_with_meter"}, {"wells_without_meter"}, {"wells_power"},
                {"wells_users"}, {"wells_in_season"}, {"wells_silent"}},
    .checks = {{"wells_add_up", {"wells_before", "wells_new"}, {"wells_there"}}, {"wells_metered", {"wells_with_meter", "wells_without_meter"}, {"wells_there"}}},
};

}  // namespace kwota::report
