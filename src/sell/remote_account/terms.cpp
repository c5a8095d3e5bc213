#include "sell/remote_account/terms.h"

#include <fmt/format.h>

#include <boost/json.hpp>

namespace kwota::remote_account {
namespace {

namespace json = boost::json;

constexpr std::size_t days_max = 60;
constexpr unsigned hours_a_day = 24;

Error bad_time(std::string_view text) {
  return error(Fault::request, "bad_friendly_time",
               "Friendly times are whole hours, weekdays 1 to 7 and up to 60 dates; nothing was changed.",
               {{"text", std::string{text}}});
}

/// "22:00"
Result<unsigned> hour_of(const json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr || text->size() != 5 || text->subview(2) != ":00") return bad_time(json::serialize(value));
  const char tens = (*text)[0], ones = (*text)[1];
  if (tens < '0' || tens > '2' || ones < '0' || ones > '9') return bad_time(std::string{*text});
  const auto hour = static_cast<unsigned>(tens - '0') * 10 + static_cast<unsigned>(ones - '0');
  if (hour >= hours_a_day) return bad_time(std::string{*text});
  return hour;
}

Result<void> read_weekdays(const json::value& value, Friendly& out) {
  const auto* list = value.if_array();
  if (list == nullptr) return bad_time(json::serialize(value));
  for (const auto& one : *list) {
    if (!one.is_int64() || one.get_int64() < 1 || one.get_int64() > 7) return bad_time(json::serialize(one));
    out.weekdays.push_back(static_cast<int>(one.get_int64()));
  }
  return Done{};
}

Result<void> read_days(const json::value& value, Friendly& out) {
  const auto* list = value.if_array();
  if (list == nullptr || list->size() > days_max) return bad_time("days");
  for (const auto& one : *list) {
    const auto* text = one.if_string();
    if (text == nullptr) return bad_time(json::serialize(one));
    const auto day = parse_date(std::string{*text});
    if (!day.ok()) return bad_time(std::string{*text});
    out.days.push_back(*day);
  }
  return Done{};
}

Error bad_terms(std::string_view field) {
  return error(Fault::request, "bad_terms",
               "Amounts of the terms are zero or more, and paying reconnects above what may be owed; nothing was changed.",
               {{"field", std::string{field}}});
}

}  // namespace

std::string friendly_text(const Friendly& friendly) {
  json::object out;
  if (friendly.from_hour != friendly.until_hour) {
    out["from"] = fmt::format("{:02}:00", friendly.from_hour);
    out["until"] = fmt::format("{:02}:00", friendly.until_hour);
  }
  json::array weekdays, days;
  for (const int weekday : friendly.weekdays) weekdays.push_back(json::value(weekday));
  for (const auto& day : friendly.days) days.push_back(json::value(format_date(day)));
  if (!weekdays.empty()) out["weekdays"] = std::move(weekdays);
  if (!days.empty()) out["days"] = std::move(days);
  return json::serialize(out);
}

Result<Friendly> friendly_from_text(std::string_view text) {
  json::error_code bad;
  const auto value = json::parse(text, bad);
  const auto* in = bad ? nullptr : value.if_object();
  if (in == nullptr) return bad_time(text);
  Friendly out;
  for (const auto& [name, given] : *in) {
    if (name == "from" || name == "until") {
      TRY(hour, hour_of(given));
      (name == "from" ? out.from_hour : out.until_hour) = hour;
    } else if (name == "weekdays") {
      MUST(read_weekdays(given, out));
    } else if (name == "days") {
      MUST(read_days(given, out));
    } else {
      return bad_time(std::string{name});
    }
  }
  return out;
}

BalanceTerms terms_of(const books::RemoteAccount& row) {
  BalanceTerms out{row.alarm, row.overdraft, row.close_above, row.close_directly, {}};
  auto friendly = friendly_from_text(row.friendly);
  if (friendly.ok())
    out.friendly = std::move(*friendly);
  else
    out.friendly.weekdays = {1, 2, 3, 4, 5, 6, 7};
  return out;
}

Result<books::RemoteAccount> with_terms(books::RemoteAccount row, const BalanceTerms& terms) {
  if (terms.alarm.is_negative()) return bad_terms("alarm");
  if (terms.overdraft.is_negative()) return bad_terms("overdraft");
  if (terms.close_above < Money{} - terms.overdraft) return bad_terms("close_above");
  row.alarm = terms.alarm;
  row.overdraft = terms.overdraft;
  row.close_above = terms.close_above;
  row.close_directly = terms.close_directly;
  row.friendly = friendly_text(terms.friendly);
  return row;
}

bool in_arrears(Money balance, const BalanceTerms& terms) { return balance <= Money{} - terms.overdraft; }

}  // namespace kwota::remote_account
