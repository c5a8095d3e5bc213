#include "collect/readings/registers/month_use.h"

#include <algorithm>
#include <functional>

#include "books/register_ratio.h"

namespace kwota::readings {
namespace {

constexpr auto looked_back = Duration::days(35);
constexpr std::int64_t days_least = 14;
constexpr std::int64_t days_of_month = 30;
constexpr std::int64_t day_ms = 86'400'000;

std::vector<Energy> of_accounts(const books::Reader& books, const std::function<bool(const books::Account&)>& wanted, Instant now, const Zone& zone) {
  std::vector<Energy> uses;
  std::size_t asked = 0;
  for (const auto& point : books.meter_points()) {
    if (uses.size() == month_uses_most || asked == meters_asked_most) break;
    if (point.account == 0 || !point.total_of.empty()) continue;
    const auto account = books.find<books::Account>(point.account);
    if (!account || !wanted(*account)) continue;
    ++asked;
    if (const auto use = month_use(books, point.meter, now, zone)) uses.push_back(*use);
  }
  return uses;
}

}  // namespace

std::optional<Energy> month_use(const books::Reader& books, MeterNumber meter, Instant now, const Zone& zone) {
  const Instant since = now - looked_back;
  const auto read = books.since<books::MeterReading>(since, meter);
  const auto frozen = books.since<books::DayFreeze>(zone.local(since).date, meter);
  const auto told = books.select<books::Statement>(books::Statement::by_progress, meter);
  auto all = registers(read, told, frozen, zone);
  std::erase_if(all, [&](const Register& one) { return one.at < since || one.at > now; });
  if (all.size() < 2) return std::nullopt;
  const auto days = (all.back().at - all.front().at).ms() / day_ms;
  const auto used = books::register_ratio(books, meter).went(all.front().energy, all.front().at, all.back().energy, all.back().at);
  if (days < days_least || !used) return std::nullopt;
  return Energy::wh(used->wh() * days_of_month / days);
}

std::vector<Energy> month_uses(const books::Reader& books, std::string_view plan, std::string_view usage_class, Instant now, const Zone& zone) {
  auto uses = of_accounts(books, [&](const books::Account& account) { return account.plan == plan; }, now, zone);
  if (uses.empty() && !usage_class.empty())
    uses = of_accounts(books, [&](const books::Account& account) { return account.usage_class == usage_class; }, now, zone);
  return uses;
}

}  // namespace kwota::readings
