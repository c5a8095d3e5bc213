#include "sell/settings/past_days.h"

#include "books/lookup.h"
#include "sell/settings/declared.h"
#include "sell/settings/in_force.h"

namespace kwota::settings {

PastDays::PastDays(const books::Reader& books, const Zone& zone)
    : zone_(zone), usual_(usual_of(facts_of(SettingName::day_cut_off), books::minor_digits_of(books), books::nature_of(books))) {
  for (const auto& row : books.select(books::Setting::agreed_rows, SettingName::day_cut_off, SettingScope::utility, ""))
    cut_offs_.push_back({row.in_force, row.value.value_or(usual_)});
}

std::int64_t PastDays::hours_at(Instant at) const {
  auto hours = usual_;
  for (const auto& one : cut_offs_)
    if (one.from <= at) hours = one.hours;
  return hours;
}

std::string PastDays::of(Instant at) const { return day_by_the_clock(zone_, at, hours_at(at)); }

Instant PastDays::end_of(const LocalDate& day) const {
  const auto next = date_of_day(day_number(day) + 1);
  return zone_.instant(LocalTime{next, static_cast<unsigned>(hours_at(zone_.instant({next}))), 0, 0});
}

}  // namespace kwota::settings
