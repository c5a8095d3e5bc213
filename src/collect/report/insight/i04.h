// I04 · Areas by what they lose: the ranking is in kWh, and the share stands beside it. Meters without a reading are counted first.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i04{
    .number = "I04",
    .right = "statements_read",
    .subject = &area_losses_subject,
    .periods = "month year range",
    .groups = {"area", "station"},
    .detail = {"area"},
    .filters = {"station", "area"},
    .columns = {{"area_unread"}, {"area_lost"}, {"area_lost", Show::ratio, "area_supplied"}, {"area_supplied"}, {"area_used"}, {"area_not_judged"}},
    .checks = {{"losses_add_up", {"area_supplied"}, {"area_used", "area_lost"}}},
    .chart = "area_lost",
    .sort = "area_lost",
    .insight = true,
};

}  // namespace kwota::report
