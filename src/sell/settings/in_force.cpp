#include "sell/settings/in_force.h"

#include <fmt/format.h>

#include <algorithm>

#include "books/lookup.h"

namespace kwota::settings {
namespace {

/// What a scope says that is narrower than the utility; nothing: it says nothing. Most utilities have no such row at all, and the first
/// question is answered from what the writer holds.
std::optional<std::int64_t> narrower(const books::Reader& books, SettingName name, SettingScope scope, std::string_view of, Instant now) {
  if (!books.find(books::Setting::agreed_rows, name, scope)) return std::nullopt;
  const auto row = row_in_force(books, name, scope, of, now);
  return row ? row->value : std::nullopt;
}

}  // namespace

std::optional<books::Setting> row_in_force(const books::Reader& books, SettingName name, SettingScope scope, std::string_view of, Instant now) {
  std::optional<books::Setting> last;
  for (auto& row : books.select(books::Setting::agreed_rows, name, scope, of)) {
    if (row.in_force > now) break;
    last = std::move(row);
  }
  return last;
}

std::int64_t number_in_force(const books::Reader& books, SettingName name, Instant now) {
  const auto row = row_in_force(books, name, SettingScope::utility, "", now);
  return row && row->value ? *row->value : usual_of(facts_of(name), books::minor_digits_of(books), books::nature_of(books));
}

std::string text_in_force(const books::Reader& books, SettingName name, Instant now) {
  auto row = row_in_force(books, name, SettingScope::utility, "", now);
  return row ? std::move(row->text) : std::string{};
}

Result<void> way_is_used(const books::Reader& books, SettingName way, Instant now) {
  if (number_in_force(books, way, now) != 0) return Done{};
  return error(Fault::refused, "way_not_used", "This utility takes nobody new in this way; nothing was changed. Which ways it uses is a setting.", {{"way", std::string(word_of(way))}});
}

Money money_in_force(const books::Reader& books, SettingName name, Instant now, const books::Account* account) {
  if (account != nullptr && facts_of(name).narrower) {
    if (const auto own = narrower(books, name, SettingScope::account, fmt::format("{}", account->number), now)) return Money::minor(*own);
    if (const auto of_class = narrower(books, name, SettingScope::usage_class, account->usage_class, now)) return Money::minor(*of_class);
  }
  return Money::minor(number_in_force(books, name, now));
}

std::string day_by_the_clock(const books::Reader& books, Instant now, const Zone& zone) { return day_by_the_clock(zone, now, number_in_force(books, SettingName::day_cut_off, now)); }

std::string day_by_the_clock(const Zone& zone, Instant now, std::int64_t hours) {
  const auto local = zone.local(now);
  const auto number = day_number(local.date);
  return format_date(date_of_day(static_cast<std::int64_t>(local.hour) < hours ? number - 1 : number));
}

std::string business_day(const books::Reader& books, Instant now, const Zone& zone) {
  auto day = day_by_the_clock(books, now, zone);
  const auto closed_to = books::closed_to(books);
  if (day > closed_to) return day;
  const auto closed = parse_date(closed_to);
  return closed ? format_date(date_of_day(day_number(*closed) + 1)) : day;
}

}  // namespace kwota::settings
