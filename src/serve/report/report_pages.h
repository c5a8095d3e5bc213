// Cursors of a report's pages (collect/report/making/page.h): one names the row behind which the next page begins, so that a row which is booked meanwhile moves no page.
// Begin with asked_page(), then next_of().
#pragma once
#include <optional>

#include "collect/report/making/make.h"

namespace kwota::serve {

/// More rows are in no answer, whatever is asked. [K]
inline constexpr std::size_t rows_at_once_most = 10'000;

struct AskedReportPage {
  report::PageAsked page;
  std::string of{};  ///< what its cursor is of; empty: it begins
};
/// `most`: rows of a page; 0: as many as one answer has. Error `bad_cursor`: it is none.
Result<AskedReportPage> asked_page(std::size_t most, std::string_view cursor);
/// Error `bad_cursor`: it is of another report, or of other days, groups or filters.
Result<void> belongs(const AskedReportPage& asked, const report::Made& made);
/// Cursor of the page behind it.
std::optional<std::string> next_of(const report::Made& page, bool more);

}  // namespace kwota::serve
