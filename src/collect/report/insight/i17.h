// I17 · What was sold in each step of its price plan.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i17{
    .number = "I17",
    .right = "sales_read",
    .subject = &steps_subject,
    .periods = "month year range",
    .groups = {"step", "plan", "usage_class", "station", "scheme", "commodity", "month"},
    .grouped = {"step"},
    .filters = {"station", "usage_class", "plan", "scheme", "commodity"},
    .columns = {{"step_lines"}, {"step_energy"}, {"step_energy", Show::share}, {"step_volume"}, {"step_money"}, {"step_money", Show::share}},
    .chart = "step_money",
    .insight = true,
};

}  // namespace kwota::report
