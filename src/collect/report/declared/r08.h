// R08 · Supplements, deductions, take-backs, closings and refunds one by one: what, to whom, why, who asked for it and who agreed.
// Beside its own receipt, whose number stands in its row, each names the document that it belongs to (facts/of_document.h): what is taken back or deducted the receipt of which, and the credit
// note that takes it off an invoice; what is paid out the closing that left it, or what was taken back before; a closing the swap or change for which it was ordered, else the meter's own word
// that it obeyed; what a meter gave up the closing, the swap or that word; and whatever two persons agreed to the request for it. What one person may give alone stands for itself, and its reason.
// What was given in money is what the ledger posted as given, and what was paid out is what left the drawers. What a closing gives back its meter says later: it stands in the
// balance then, and here in a row of that day, under the closing's receipt; and once more when it is paid out.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r08{
    .number = "R08",
    .right = "sales_read",
    .subject = &receipts_subject,
    .groups = {"kind", "reason_code", "business_day", "month", "station", "asked_by", "approved_by", "usage_class", "commodity", "customer", "meter"},
    .detail = {"time", "number", "kind", "customer_name", "meter", "reason", "asked_by", "approved_by", "of_document"},
    .filters = {"station", "operator", "kind", "usage_class", "commodity"},
    .columns = {{"corrections"}, {"corrected_energy"}, {"corrected_volume"}, {"corrected_credit"}, {"corrected_back"}, {"corrected_emptied"}, {"corrected_paid_out"}},
    .checks = {{"given_adds_up", {"given_credit"}, {"given_booked"}}, {"corrections_counted", {"corrections"}, {"corrections_booked"}},
               {"paid_out_adds_up", {"corrected_paid_out"}, {"paid_out_booked"}}, {"emptied_adds_up", {"corrected_emptied"}, {"emptied_booked"}},
               {"corrected_energy_adds_up", {"corrected_energy"}, {"corrected_energy_booked"}}, {"corrected_volume_adds_up", {"corrected_volume"}, {"corrected_volume_booked"}}},
};

}  // namespace kwota::report
