// Rows of a report page by page: a page of the screen and of the API. Totals and check lines are of all rows, and so are files.
// A cursor names the row behind which the next page begins, so that a row which is booked meanwhile moves no page.   Begin with page_of().
#pragma once
#include <optional>

#include "collect/report/making/make.h"

namespace kwota::serve {

/// More rows are in no answer, whatever is asked. [K]
inline constexpr std::size_t rows_at_once_most = 10'000;

struct ReportRows {
  report::Made made;         ///< with the rows of the page
  std::size_t all = 0;       ///< rows of the report
  std::optional<std::string> next{};  ///< cursor of the page behind it
};

/// `most`: rows of a page; 0: as many as one answer has. Error `bad_cursor`: it is of another report, or of other days, groups or filters.
Result<ReportRows> page_of(report::Made made, std::size_t most, std::string_view cursor);

}  // namespace kwota::serve
