// I10 · Visits, and what came of them: how often each list was right to send somebody.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i10{
    .number = "I10",
    .right = "customers_read",
    .subject = &visits_subject,
    .groups = {"insight_list", "visit_outcome", "visitor", "station", "village", "usage_class", "month", "business_day", "account", "customer_name"},
    .grouped = {"insight_list"},
    .filters = {"station", "insight_list", "visitor"},
    .columns = {{"visits_made"}, {"visits_hits"}, {"visits_hits", Show::ratio, "visits_told"}, {"visits_told"}, {"visits_not_met"}, {"visits_waiting"}, {"visits_dropped"}},
    .insight = true,
};

}  // namespace kwota::report
