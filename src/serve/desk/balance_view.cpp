#include "serve/desk/balance_view.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "sell/remote/link.h"
#include "sell/remote_account/charge.h"
#include "serve/api/called.h"
#include "serve/api/seen.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr std::size_t days_shown = 31, orders_shown = 8;

value days_text(const std::optional<std::int64_t>& days) { return days ? value(*days) : value(nullptr); }

object day_json(const Shown& shown, const books::DayCharge& day) {
  return {{"day", format_date(day.day)},
          {"used", format_kwh(day.used)},
          {"rate1", energy_text(day.rate1)},
          {"rate2", energy_text(day.rate2)},
          {"rate3", energy_text(day.rate3)},
          {"rate4", energy_text(day.rate4)},
          {"amount", shown.money(day.amount)},
          {"estimated", day.estimated},
          {"turned", day.turned},
          {"plan", day.plan},
          {"plan_version", day.plan_version},
          {"entry", day.entry}};
}

object terms_json(const Shown& shown, const books::RemoteAccount& row) {
  const auto friendly = remote_account::terms_of(row).friendly;
  const bool hours = friendly.from_hour != friendly.until_hour;
  array weekdays;
  for (const int weekday : friendly.weekdays) weekdays.push_back(value(weekday));
  std::string days;
  for (const auto& day : friendly.days) days += (days.empty() ? "" : ", ") + format_date(day);
  return {{"alarm", shown.money(row.alarm)},
          {"overdraft", shown.money(row.overdraft)},
          {"close_above", shown.money(row.close_above)},
          {"close_directly", row.close_directly},
          {"friendly_from", hours ? fmt::format("{:02}:00", friendly.from_hour) : ""},
          {"friendly_until", hours ? fmt::format("{:02}:00", friendly.until_hour) : ""},
          {"friendly_weekdays", std::move(weekdays)},
          {"friendly_days", days}};
}

array orders_of(const books::Reader& books, MeterNumber meter) {
  array out;
  auto rows = books.select(books::MeterCommand::of_number, meter, SequenceNumber{});
  std::erase_if(rows, [](const auto& row) { return row.kind != books::CommandKind::relay; });
  for (auto row = rows.rbegin(); row != rows.rend() && out.size() < orders_shown; ++row) {
    auto order = command_json(*row);
    say_people(books, order, {"asked_by", "approved_by"});
    out.push_back(std::move(order));
  }
  return out;
}

object in_short(const books::Reader& books, const Shown& shown, const books::RemoteAccount& row, const LocalDate& today) {
  const auto meter = books.find<books::Meter>(row.meter);
  const Money balance = remote_account::balance_of(books, row.account);
  const bool arrears = remote_account::in_arrears(balance, remote_account::terms_of(row));
  return {{"account", row.account},
          {"meter", to_text(row.meter)},
          {"commodity", word_of(meter ? meter->commodity : Commodity{})},
          {"state", word_of(row.state)},
          {"balance", shown.money(balance)},
          {"arrears", arrears},
          {"ordered", word_of(row.ordered)},
          {"charged_to", row.charged_to},
          {"trouble", row.trouble},
          {"days_left", days_text(remote_account::days_left(books, row, balance, today))}};
}

}  // namespace

Result<object> balance_json(const books::Reader& books, const Shown& shown, std::int64_t account, const LocalDate& today) {
  const auto row = books.find<books::RemoteAccount>(account);
  if (!row)
    return error(Fault::request, "no_remote_account", "The balance of this account is not at the server; nothing was changed.",
                 {{"account", std::to_string(account)}});
  auto out = in_short(books, shown, *row, today);
  out["changed"] = time_text(row->changed);
  out["version"] = version_of(*row);
  out["terms"] = terms_json(shown, *row);
  array days;
  for (const auto& day : books.newest<books::DayCharge>(days_shown, account)) days.push_back(day_json(shown, day));
  out["days"] = std::move(days);
  out["orders"] = orders_of(books, row->meter);
  return out;
}

value balance_in_short(const books::Reader& books, const Shown& shown, std::int64_t account, const LocalDate& today) {
  const auto row = books.find<books::RemoteAccount>(account);
  // One that has ended is shown as long as something is owed.
  if (!row || (row->state != books::RemoteAccountStatus::active && remote_account::balance_of(books, account) >= Money{})) return nullptr;
  return in_short(books, shown, *row, today);
}

object after_payment(const books::Reader& books, const Shown& shown, std::int64_t account, Money put_on, const LocalDate& today) {
  const Money after = remote_account::balance_of(books, account) + put_on;
  const auto row = books.find<books::RemoteAccount>(account).value_or(books::RemoteAccount{});
  const auto terms = remote_account::terms_of(row);
  const bool tripped = books::trips(row.ordered);
  const bool back = tripped && after > terms.close_above;
  return {{"balance", shown.money(after)},
          {"arrears", remote_account::in_arrears(after, terms)},
          {"order", back ? (terms.close_directly ? "close" : "permit") : ""},
          {"days_left", days_text(remote_account::days_left(books, row, after, today))}};
}

}  // namespace kwota::serve
