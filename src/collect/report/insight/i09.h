// I09 · Farmers who water no more, while others at the same wells do.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i09{
    .number = "I09",
    .right = "customers_read",
    .subject = &silent_farmers_subject,
    .periods = "day",
    .groups = {"account", "customer_name", "area_number", "last_watering", "station"},
    .detail = {"account", "customer_name", "area_number", "last_watering"},
    .filters = {"station", "area_number"},
    .columns = {{"farmer_days"}, {"farmer_waterings"}, {"farmer_neighbours"}, {"farmer_balance"}},
    .sort = "farmer_days",
    .insight = true,
    .visits = true,
};

}  // namespace kwota::report
