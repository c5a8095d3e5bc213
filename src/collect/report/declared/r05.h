// R05 · The register of customers: how many there were, came, went and moved, village by village; who buys and who is silent.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r05{
    .number = "R05",
    .right = "customers_read",
    .subject = &supplies_subject,
    .groups = {"station", "village", "usage_class", "commodity"},
    .grouped = {"village", "usage_class"},
    .filters = {"station", "usage_class", "commodity"},
    .columns = {{"supplies_opening"}, {"supplies_opened"}, {"supplies_closed"}, {"supplies_moved"}, {"supplies_closing"}, {"supplies_active"}, {"supplies_silent"}, {"supplies_in_debt"}},
    .checks = {{"register_adds_up", {"supplies_opening", "supplies_opened", "supplies_moved"}, {"supplies_closed", "supplies_closing"}}},
};

}  // namespace kwota::report
