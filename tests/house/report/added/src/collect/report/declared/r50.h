// R50 · Given without money: supplements by who gave them, held against the prepaid liability that they made.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r50{
    .number = "R50",
    .right = "sales_read",
    .subject = &sales_subject,
    .groups = {"operator", "usage_class", "month"},
    .grouped = {"operator"},
    .filters = {"station", "usage_class"},
    .columns = {{"supplements"}, {"supplemented"}, {"supplemented", Show::share}},
    .checks = {received_adds_up()},
};

}  // namespace kwota::report
