// Debts by name as the subject of a report: each between two days (facts/debts.h).
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

extern const Subject debts_subject;

}  // namespace kwota::report
