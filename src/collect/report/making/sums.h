// Sums of figures over all groups, each from its own sheet.   Begin with sums_of().
#pragma once
#include "collect/report/making/request.h"

namespace kwota::report {

/// Nothing where a figure's sheet does not tell by what was asked.
std::vector<Cell> sums_of(const books::Reader& books, const Request& request, const std::vector<Wanted>& wanted);

/// Before all books.
inline constexpr std::string_view first_day = "0001-01-01";
/// Everything up to the last day of the period.
inline Period all_up_to(const Period& period) { return {PeriodKind::range, std::string(first_day), period.to}; }

}  // namespace kwota::report
