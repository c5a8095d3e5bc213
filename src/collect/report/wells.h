// R03 · Electricity used per well, whose records this program does not take in yet.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r03{.number = "R03", .right = "meters_read", .has_data = false};

}  // namespace kwota::report
