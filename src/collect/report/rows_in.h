// In which list, and under what, a row of a report stands that stands by itself.
#pragma once
#include "collect/report/report.h"

namespace kwota::report {

inline constexpr RowIn in_sales[]{{"sales", {"number"}}};
inline constexpr RowIn in_sales_or_entries[]{{"sales", {"number"}}, {"entries", {"entry"}}};
inline constexpr RowIn in_sales_or_meters[]{{"sales", {"number"}}, {"meters", {"meter"}}};
inline constexpr RowIn in_cards_or_sales[]{{"cards", {"serial"}}, {.list = "sales", .dimensions = {"station", "till"}, .in_days = true}, {"card-stock", {"station", "product"}}};
inline constexpr RowIn in_accounts[]{{"accounts", {"account"}}};
inline constexpr RowIn in_shifts[]{{"shifts", {"station", "till", "shift"}}};
inline constexpr RowIn in_wells[]{{"wells", {"well"}}};
inline constexpr RowIn in_waterings[]{{.list = "waterings", .dimensions = {"well", "meter"}, .in_days = true}};
inline constexpr RowIn in_waterings_of_a_day[]{{.list = "waterings", .dimensions = {"well", "business_day"}, .in_days = true}};
inline constexpr RowIn in_debts[]{{"debts", {"number"}}};
inline constexpr RowIn in_month_ends[]{{.list = "month-ends", .in_days = true}};
inline constexpr RowIn in_outlets[]{{"outlets", {"outlet"}}};
inline constexpr RowIn in_areas[]{{"areas", {"area"}}};
inline constexpr RowIn in_meters[]{{"meters", {"meter"}}};
inline constexpr RowIn in_visits[]{{"visits", {"number"}}};

}  // namespace kwota::report
