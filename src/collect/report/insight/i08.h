// I08 · Energy that flowed at wells without a card, as their pumps counted it.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i08{
    .number = "I08",
    .right = "meters_read",
    .subject = &fault_energy_subject,
    .periods = "day",
    .groups = {"well", "name", "meter", "village", "area_number", "station", "told"},
    .groups_max = 4,
    .filters = {"station", "village", "area_number"},
    .columns = {{"fault_energy"}, {"fault_energy", Show::ratio, "fault_of_energy"}, {"fault_of_energy"}},
    .sort = "fault_energy",
    .insight = true,
};

}  // namespace kwota::report
