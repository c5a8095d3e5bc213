// I02 · Silent customers: who has not bought for long, and whose credit should have been gone. What he would have paid since stands first.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i02{
    .number = "I02",
    .right = "customers_read",
    .subject = &silent_subject,
    .periods = "day",
    .groups = {"account", "customer_name", "meter", "village", "usage_class", "station", "last_purchase"},
    .detail = {"account", "customer_name", "meter", "village", "last_purchase"},
    .filters = {"station", "village", "usage_class"},
    .columns = {{"silent_lost"}, {"silent_days"}, {"silent_usual_gap"}, {"silent_gone_days"}},
    .sort = "silent_lost",
    .insight = true,
    .visits = true,
};

}  // namespace kwota::report
