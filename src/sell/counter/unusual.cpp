#include "sell/counter/unusual.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/ledger/sale_document.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

namespace json = boost::json;

constexpr std::size_t purchases_remembered = 12;
constexpr Duration double_sale_window = Duration::minutes(10), tariff_notice = Duration::days(3);

bool is_purchase(books::Operation kind) { return kind == books::Operation::recharge || kind == books::Operation::open || kind == books::Operation::payment; }

void confirm_habits(const books::Reader& books, std::int64_t account, int digits, Money tendered, Instant now, std::vector<Confirmation>& confirm) {
  using books::Sale;
  std::vector<Money> amounts;
  bool newest = true;
  const auto sales = books.newest(books::columns(&Sale::number, &Sale::kind, &Sale::time, &Sale::tendered, &Sale::operator_name), Sale::of_account, purchases_remembered, account);
  for (const auto& [number, kind, time, paid, by] : sales) {
    if (!is_purchase(kind)) continue;
    const auto state = books.find<books::SaleState>(number);
    if (!state || !books::happened(state->state)) continue;
    if (newest && now - time < double_sale_window) {
      const auto minutes = (now - time).ms() / Duration::minutes(1).ms();
      confirm.push_back({Unusual::second_sale, {{"sale", number}, {"minutes", fmt::format("{}", minutes)}, {"amount", format_money(paid, digits)}, {"operator", by}}});
    }
    newest = false;
    amounts.push_back(paid);
  }
  if (amounts.size() < 3) return;
  std::sort(amounts.begin(), amounts.end());
  const Money median = amounts[amounts.size() / 2];
  if (tendered.minor() > 5 * median.minor())
    confirm.push_back({Unusual::median, {{"amount", format_money(tendered, digits)}, {"median", format_money(median, digits)}}});
}

void confirm_tariff(const Supply& supply, const std::string& version, Instant now, std::vector<Confirmation>& confirm) {
  const auto coming = coming_prices(supply, now);
  if (!coming || coming->begins > now + tariff_notice) return;
  const auto next = coming->then.plan.version_at(coming->begins);
  const bool same_plan = coming->then.plan.id() == supply.plan.id();
  if (!next.ok() || (same_plan && *next == version)) return;
  const auto zone = Zone::find(supply.plan.zone());
  confirm.push_back({Unusual::tariff_changes, {{"date", same_plan || !zone.ok() ? *next : format_date(zone->local(coming->begins).date)}}});
}

}  // namespace

std::vector<Confirmation> unusual_payment(const books::Reader& books, const Supply& supply, Money amount, Instant now) {
  return unusual_payment(books, supply.account, supply.utility.minor_digits, amount, now);
}

std::vector<Confirmation> unusual_payment(const books::Reader& books, const books::Account& account, int minor_digits, Money amount, Instant now) {
  std::vector<Confirmation> confirm;
  const Money large = settings::money_in_force(books, settings::SettingName::large_sale, now, &account);
  if (!large.is_zero() && amount > large)
    confirm.push_back({Unusual::large_sale, {{"amount", format_money(amount, minor_digits)}, {"limit", format_money(large, minor_digits)}}});
  confirm_habits(books, account.number, minor_digits, amount, now, confirm);
  return confirm;
}

std::vector<Confirmation> unusual_sale(const books::Reader& books, const Supply& supply, Money tendered, const std::string& plan_version, Instant now) {
  auto confirm = unusual_payment(books, supply, tendered, now);
  confirm_tariff(supply, plan_version, now, confirm);
  if (supply.statement && supply.statement->overdraft > Credit{})
    confirm.push_back({Unusual::overdraft, {{"amount", format_credit(supply.statement->overdraft, supply.utility.minor_digits)}}});
  return confirm;
}

Result<void> confirm(Booking& booking, const std::vector<Confirmation>& asked, const std::vector<std::string>& confirmed) {
  std::string missing;
  json::array said_yes;
  for (const auto& one : asked) {
    if (std::ranges::find(confirmed, one.code()) == confirmed.end()) missing += (missing.empty() ? "" : ", ") + one.code();
    json::object row{{"code", one.code()}};
    for (const auto& [name, value] : one.details) row[name] = value;
    said_yes.push_back(std::move(row));
  }
  if (!missing.empty())
    return error(Fault::refused, "confirmation_needed", "This is unusual; nothing was booked. Look at it again and confirm it.", {{"codes", missing}});
  if (!said_yes.empty()) booking.document[ledger::confirmed_member] = std::move(said_yes);
  return Done{};
}

std::vector<std::string> codes_of(const std::vector<Confirmation>& asked) {
  std::vector<std::string> codes;
  for (const auto& one : asked) codes.push_back(one.code());
  return codes;
}

}  // namespace kwota::counter
