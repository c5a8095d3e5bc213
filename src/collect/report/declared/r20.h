// R20 · What operators did: receipts by whoever asked for them, with what is looked at twice – what was taken back, given, paid out, printed again,
// booked although the program called it unusual, undone by the same hand, done at night, and agreed to. Whoever is further from the others than three standard deviations is marked.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r20{
    .number = "R20",
    .right = "reports_read",
    .subject = &receipts_subject,
    .groups = {"asked_by", "approved_by", "kind", "commodity", "business_day", "month", "station", "till"},
    .grouped = {"asked_by"},
    .filters = {"station", "kind", "commodity"},
    .columns = {{"acted"}, {"sold_sales"}, {"sold_money"}, {"acted_take_backs"}, {"acted_supplements"}, {"acted_pay_outs"}, {"acted_reprints"}, {"acted_overrides"}, {"acted_alone"}, {"acted_night"}, {"acted_agreed"}},
    .checks = {{"receipts_counted", {"acted"}, {"receipts_booked"}}, {"sales_add_up", {"sold_money"}, {"received_booked"}}},
    .marked = {"acted_take_backs", "acted_supplements", "acted_pay_outs", "acted_reprints", "acted_overrides", "acted_alone", "acted_night"},
};

}  // namespace kwota::report
