// R17 · Meters on walls by model and maker: how many there were, came, went and are; how many of them by a swap; how old they are, and what they recorded of faults.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r17{
    .number = "R17",
    .right = "meters_read",
    .subject = &meters_subject,
    .groups = {"model", "maker", "commodity", "station", "year"},
    .grouped = {"model", "maker"},
    .filters = {"station", "model", "maker", "commodity"},
    .columns = {{"meters_opening"}, {"meters_new"}, {"meters_swapped_in"}, {"meters_gone"}, {"meters_swapped_out"}, {"meters_closing"}, {"meters_age", Show::mean, "meters_closing"}, {"meters_due"},
                {"meters_faults"}, {"meters_faults", Show::per_thousand, "meters_closing"}},
    .checks = {{"meters_add_up", {"meters_opening", "meters_new"}, {"meters_gone", "meters_closing"}}},
};

}  // namespace kwota::report
