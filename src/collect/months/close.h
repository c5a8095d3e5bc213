// A month is closed: when all of its days are, in the order of months, for all stations at once, each commodity by itself; each one's opening is the closing of the month before,
// and what does not add up is refused aloud.
// Begin with close_month().
#pragma once
#include <vector>

#include "books/decision.h"
#include "collect/meter_use/used.h"
#include "people/context.h"

namespace kwota::months {

/// Whether it names a month at all. Error bad_month {month}.
Result<void> named(const std::string& month);

/// Whether it may be closed at all; the answer: when it ends. Errors: bad_month {month}, month_closed {month}, month_not_over {month}, month_order {month}:
/// that one first, month_day_open {day}, month_empty {month}: nothing was booked in it.
Result<Instant> may_close(const books::Reader& books, const std::string& month, const people::Context& context);

/// Whether the month adds up as report R06 tells it, with all that its closing is made of: looked at before it is closed, beside the people who sell. Errors: those of report R06.
Result<void> adds_up(const books::Reader& books, const std::string& month);

/// `used`: until its end (used.h). Errors: permission_denied, those of may_close() and of report R06, books_unbalanced {report, check, amount}.
Result<books::Decision<std::vector<books::MonthEnd>>> close_month(const books::Reader& books, const std::string& month, const std::map<Supplied, Used>& used, const people::Context& context);

}  // namespace kwota::months
