// I03 · Supplies to look at: each reason with its points; from 40 on a supply stands here.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i03{
    .number = "I03",
    .right = "statements_read",
    .subject = &suspicion_subject,
    .periods = "day",
    .groups = {"account", "customer_name", "meter", "village", "usage_class", "station", "reason"},
    .detail = {"account", "customer_name", "meter", "village", "reason"},
    .filters = {"station", "village", "usage_class"},
    .columns = {{"odd_points"}},
    .sort = "odd_points",
    .insight = true,
    .visits = true,
};

}  // namespace kwota::report
