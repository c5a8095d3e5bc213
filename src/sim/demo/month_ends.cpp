// Month ends: in the first days of a month a manager closes the one that is over, as the page of month ends would have it done – so R06 opens with what the
// month before closed with, and says what was used of it.
#include "base/cause.h"
#include "collect/months/close.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr unsigned closes_from = 2;  ///< day of the month; by then most meters were heard of its last days

std::string month_before(LocalDate day) { return format_date(date_of_day(day_number({day.year, day.month, 1}) - 1)).substr(0, 7); }

/// A day of it may still be open: it closes with the first booking after its end, and tomorrow is another day to ask.
Result<void> close_what_is_over(History& now) {
  if (now.today().day < closes_from) return {};
  const auto month = month_before(now.today());
  TRY(context, now.context_of(at_desk("miller")));
  const auto end = now.ask([&](const books::Reader& reader) { return months::may_close(reader, month, context); });
  if (!end.ok()) {
    const auto why = cause_of(end.error());
    return why == Cause::month_closed || why == Cause::month_empty || why == Cause::month_day_open ? Result<void>{} : Result<void>{end.error()};
  }
  TRY(used, now.ask([&](const books::Reader& reader) { return months::used_until(reader, *end, now.zone(), [] { return false; }); }));
  MUST(now.decide(at_desk("miller"), "month_close",
                  [&](const books::Reader& reader, const people::Context& at) { return months::close_month(reader, month, used, at); }));
  return {};
}

}  // namespace

Result<void> close_months(History& history, Village&) {
  history.evening(close_what_is_over);
  return {};
}

}  // namespace kwota::demo
