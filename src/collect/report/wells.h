// R01–R03 · Reports on wells, which this program does not keep yet.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r01{.number = "R01", .right = "meters_read", .has_data = false};
inline const Report r02{.number = "R02", .right = "meters_read", .has_data = false};
inline const Report r03{.number = "R03", .right = "meters_read", .has_data = false};

}  // namespace kwota::report
