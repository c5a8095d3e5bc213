// I01 · Days left: how long the credit of each supply lasts, by its pace of the last 60 days.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i01{
    .number = "I01",
    .right = "customers_read",
    .subject = &days_left_subject,
    .periods = "day",
    .groups = {"account", "customer_name", "meter", "village", "usage_class", "station", "unit", "commodity", "told", "zero_day"},
    .detail = {"account", "customer_name", "meter", "told", "zero_day"},
    .filters = {"station", "village", "usage_class", "commodity"},
    .columns = {{"left_days"}, {"left_days_low"}, {"left_days_high"}, {"left_energy"}, {"left_volume"}, {"left_credit"}, {"left_daily_energy"}, {"left_daily_volume"}, {"left_daily_credit"}, {"left_known_days"}},
    .insight = true,
    .visits = true,
};

}  // namespace kwota::report
