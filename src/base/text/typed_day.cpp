#include "base/text/typed_day.h"

namespace kwota {

namespace {
constexpr std::int64_t days_ahead_most = 3653;
}

Result<void> not_far_ahead(const LocalDate& day, const LocalDate& today) {
  const auto latest = day_number(today) + days_ahead_most;
  if (day_number(day) <= latest) return Done{};
  return error(Fault::request, "day_far_ahead", "This day is more than ten years ahead; nothing was changed. Correct the year; what has no end yet is given no last day.",
               {{"day", format_date(day)}, {"latest", format_date(date_of_day(latest))}});
}

}  // namespace kwota
