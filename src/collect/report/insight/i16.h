// I16 · What next month may bring: the same month a year ago, times how the last three months went beside theirs.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i16{
    .number = "I16",
    .right = "sales_read",
    .subject = &sales_subject,
    .periods = "month",
    .groups = {"station", "usage_class", "scheme", "commodity"},
    .grouped = {"usage_class"},
    .filters = {"station", "usage_class", "scheme", "commodity"},
    .columns = {{"received", Show::next_before}, {"received", Show::three_months}, {"received", Show::three_before}, {"received", Show::growth}, {"received", Show::expected}},
    .insight = true,
};

}  // namespace kwota::report
