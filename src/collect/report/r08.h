// R08 · Supplements, deductions, take-backs and closings one by one: what, to whom, why, who asked for it and who agreed.
// What was given in money is what the ledger posted as given.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r08{
    .number = "R08",
    .right = "sales_read",
    .subject = &receipts_subject,
    .groups = {"kind", "reason_code", "business_day", "month", "station", "asked_by", "approved_by", "usage_class", "commodity", "customer", "meter"},
    .detail = {"time", "number", "kind", "customer_name", "meter", "reason", "asked_by", "approved_by"},
    .filters = {"station", "operator", "kind", "usage_class", "commodity"},
    .columns = {{"corrections"}, {"corrected_energy"}, {"corrected_volume"}, {"corrected_credit"}},
    .checks = {{"given_adds_up", {"given_credit"}, {"given_booked"}}, {"corrections_counted", {"corrections"}, {"corrections_booked"}}},
};

}  // namespace kwota::report
