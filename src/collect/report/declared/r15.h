// R15 · In doubt, reversed, refused: sales of which nobody knew for a time whether they had arrived, how each was settled, and what is open still;
// sales that never happened after all; credit that no card and no meter took.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report r15{
    .number = "R15",
    .right = "reports_read",
    .subject = &doubts_subject,
    .groups = {"matter", "outcome", "reason", "carrier", "commodity", "station", "till", "operator"},
    .grouped = {"matter", "outcome"},
    .filters = {"station", "till", "operator", "matter", "commodity"},
    .columns = {{"doubts_opening"}, {"doubts_opened"}, {"doubts_settled"}, {"doubts_open"}, {"doubts_hours"}, {"doubts_reversed"}, {"doubts_refused"}, {"doubts_money"}},
    .checks = {{"doubts_add_up", {"doubts_opening", "doubts_opened"}, {"doubts_settled", "doubts_open"}}},
};

}  // namespace kwota::report
