// R15–R19 · Reports whose source is kept later: what became of credit in doubt, losses by month, the life of meters and cards in stock, what vaults sealed.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline const Report r15{.number = "R15", .right = "sales_read", .has_data = false};
inline const Report r16{.number = "R16", .right = "statements_read", .has_data = false};
inline const Report r17{.number = "R17", .right = "meters_read", .has_data = false};
inline const Report r18{.number = "R18", .right = "customers_read", .has_data = false};
inline const Report r19{.number = "R19", .right = "statements_read", .has_data = false};

}  // namespace kwota::report
