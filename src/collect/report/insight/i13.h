// I13 · Sales by the hour and the day of the week: when people come.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i13{
    .number = "I13",
    .right = "sales_read",
    .subject = &receipts_subject,
    .periods = "month year range",
    .groups = {"weekday", "hour", "station", "till", "usage_class", "commodity", "month"},
    .grouped = {"weekday", "hour"},
    .filters = {"station", "till", "usage_class", "plan", "scheme", "commodity"},
    .columns = {{"sold_sales"}, {"sold_sales", Show::share}, {"sold_money"}},
    .checks = {{"sales_add_up", {"sold_money"}, {"received_booked"}}, {"sales_counted", {"sold_sales"}, {"sales"}}},
    .grid = "sold_sales",
    .insight = true,
};

}  // namespace kwota::report
