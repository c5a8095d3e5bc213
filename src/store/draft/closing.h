// The end of a business day in the books: with the first group after its cut-off each station's sheets of it are hashed into a row that this very group
// signs, and no row is booked for it any more. What was closed while two persons say that the clock was wrong goes on: its later rows stand in
// corrected sheets beside the closed ones.
// Guarantees: a closed sheet never changes; rows and closings of one group are counted before it closes.
// Begin with edition_of(), days_to_close().
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "books/reader.h"
#include "collect/report/day_sheets.h"
#include "store/draft/finding.h"

namespace kwota::store {

/// In which sheet a row of this day is counted now. Error `day_closed` {day}.
Result<std::string_view> edition_of(const books::Reader& books, std::string_view business_day);
/// Days that are over by the clock and have sheets that are not closed, station by station. `next_row`: id of the row that is appended next.
std::vector<books::ClosedDay> days_to_close(const books::Reader& books, Instant now, std::int64_t next_row);

/// What verify asks of a row by its id: the sheet in which it stands.
class ClosedRows {
 public:
  explicit ClosedRows(const books::Reader& books);
  std::string_view edition_of(std::string_view business_day, std::int64_t row) const;
  /// A row that was written for a day after it was closed, and no clock was wrong.
  bool came_too_late(std::string_view business_day, std::int64_t row) const;
  /// A day whose sheets are not those that were closed.
  std::optional<Finding> hold(const report::DaySheets& counted) const;

 private:
  static constexpr auto never = std::numeric_limits<std::int64_t>::max();

  std::vector<books::ClosedDay> days_;
  std::vector<std::int64_t> too_late_;  ///< beside each day: the first row that comes too late for it; days that a wrong clock closed forbid none
};

}  // namespace kwota::store
