// Who bought in days that are no month and no year: each supply once, under what it bought first of them. Months and years the writer keeps with the sheets of their days;
// for other days no sum of sheets says it – whoever bought on two of them would count twice –, so their purchases are gone through, where they are few enough for
// somebody who waits for a page. Guarantees: as many purchases as the sheets of these days counted, or nothing is said.   Begin with buyers_in().
#pragma once
#include <optional>
#include <vector>

#include "books/reader.h"
#include "books/rows/money/sheet.h"
#include "collect/report/facts/source.h"

namespace kwota::report {

/// More purchases than these are not gone through: so many are within the 20 ms that such a report may take. [K]
inline constexpr std::int64_t purchases_most = 4'000;

/// A sheet for each supply, of its first purchase alone, with the one that it counts as in `fresh_in_month`; nothing: the days are too many, or not all of them can be found.
std::optional<std::vector<books::DaySheet>> buyers_in(const books::Reader& books, const facts::Days& days);

}  // namespace kwota::report
