// I11 · Which reason was right: of the visits for a reason, how many found what it supposed or something else to be put right. By these figures points are judged.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i11{
    .number = "I11",
    .right = "customers_read",
    .subject = &visit_reasons_subject,
    .groups = {"reason", "insight_list", "station", "village", "usage_class", "month"},
    .grouped = {"reason"},
    .filters = {"station", "insight_list", "reason"},
    .columns = {{"reason_visits"}, {"reason_hits"}, {"reason_hits", Show::ratio, "reason_told"}, {"reason_told"}, {"reason_not_met"}},
    .insight = true,
};

}  // namespace kwota::report
