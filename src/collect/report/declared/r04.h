// R04 · New customers of a month: who came, where he is supplied, and what he paid first.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r04{
    .number = "R04",
    .right = "customers_read",
    .subject = &openings_subject,
    .groups = {"business_day", "month", "station", "village", "usage_class", "plan", "scheme", "commodity", "operator"},
    .detail = {"business_day", "account", "customer", "customer_name", "village", "meter", "plan", "card", "operator"},
    .filters = {"station", "usage_class", "plan", "scheme", "commodity"},
    .columns = {{"new_customers"}, {"first_money"}, {"first_energy"}, {"first_volume"}, {"first_credit"}},
    .checks = {{"first_sales_add_up", {"first_money"}, {"opened_booked"}}, {"first_sales_counted", {"first_sales"}, {"first_sales_booked"}}},
};

}  // namespace kwota::report
