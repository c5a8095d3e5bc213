// I05 · Operators and tills: what is taken back and undone by the same hand, at night, and to customers who bought often that day.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i05{
    .number = "I05",
    .right = "reports_read",
    .subject = &receipts_subject,
    .groups = {"station", "till", "asked_by", "month"},
    .grouped = {"station", "till", "asked_by"},
    .groups_max = 3,
    .filters = {"station", "till"},
    .columns = {{"acted_take_backs"}, {"acted_take_backs", Show::ratio, "sold_sales"}, {"acted_alone"}, {"acted_night"}, {"acted_again"}, {"acted_reprints"}, {"sold_sales"}, {"sold_money"}},
    .checks = {{"sales_add_up", {"sold_money"}, {"received_booked"}}},
    .sort = "acted_take_backs",
    .insight = true,
};

}  // namespace kwota::report
