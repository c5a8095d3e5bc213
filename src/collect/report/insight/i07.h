// I07 · Wells whose register and records differ.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i07{
    .number = "I07",
    .right = "meters_read",
    .subject = &wells_differing_subject,
    .groups = {"well", "name", "meter", "village", "area_number", "station"},
    .groups_max = 3,
    .filters = {"station", "village", "area_number"},
    .columns = {{"differs_by_register"}, {"differs_by_records"}, {"differs_gap"}, {"differs_size"}},
    .checks = {{"water_register_adds_up", {"differs_by_records", "differs_gap"}, {"differs_by_register"}}},
    .sort = "differs_size",
    .insight = true,
};

}  // namespace kwota::report
