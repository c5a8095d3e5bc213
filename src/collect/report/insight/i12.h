// I12 · Losses of areas beside the points of their supplies: where more is lost than used to be, and who there counts less on the days on which more is lost.
#pragma once
#include "collect/report/control_subjects.h"

namespace kwota::report {

inline const Report i12{
    .number = "I12",
    .right = "statements_read",
    .subject = &loss_suspects_subject,
    .periods = "day",
    .groups = {"area", "account", "customer_name", "meter", "reason", "station"},
    .grouped = {"area"},
    .groups_max = 5,
    .filters = {"station", "area"},
    .columns = {{"suspects_lost"}, {"suspects_lost", Show::ratio, "suspects_supplied"}, {"suspects_usual", Show::ratio, "suspects_supplied"}, {"suspects_supplied"},
                {"suspects_points"}, {"suspects_odd"}, {"suspects_with_loss"}},
    .sort = "suspects_lost",
    .insight = true,
    .visits = true,
};

}  // namespace kwota::report
