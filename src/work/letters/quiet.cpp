#include "work/letters/quiet.h"

#include "books/lookup.h"
#include "sell/settings/in_force.h"

namespace kwota::letters {

std::optional<Instant> quiet_until(const books::Reader& books, Instant now) {
  const auto from = settings::number_in_force(books, settings::SettingName::quiet_from, now), to = settings::number_in_force(books, settings::SettingName::quiet_to, now);
  const auto zone = books::utility_zone(books);
  if (from == to || !zone) return std::nullopt;
  const auto here = zone->local(now);
  const bool over_midnight = from > to;
  const std::int64_t hour = here.hour;
  const bool quiet = over_midnight ? hour >= from || hour < to : hour >= from && hour < to;
  if (!quiet) return std::nullopt;
  const bool tomorrow = over_midnight && hour >= from;
  return zone->instant({date_of_day(day_number(here.date) + (tomorrow ? 1 : 0)), static_cast<unsigned>(to), 0, 0});
}

}  // namespace kwota::letters
