// R01 · New wells: which were put into service, where, and with which meter.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r01{
    .number = "R01",
    .right = "customers_read",
    .subject = &wells_subject,
    .groups = {"put_in", "month", "station", "village", "area", "area_number", "usage_class", "entered_by"},
    .detail = {"put_in", "well", "name", "village", "area", "area_number", "meter", "terminal", "depth", "entered_by"},
    .filters = {"station", "village", "area_number", "usage_class"},
    .columns = {{"wells_new"}, {"wells_new_power"}},
    .checks = {{"wells_add_up", {"wells_before", "wells_new"}, {"wells_there"}}},
};

}  // namespace kwota::report
