#include "sell/ledger/chart.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <iterator>

namespace kwota::ledger {
namespace {

struct ChartRow {
  AccountKind kind;
  std::string_view prefix, suffix;
  Meaning meaning;
};

/// The whole chart. A name begins with the prefix and ends with the suffix; no two rows fit one name.
constexpr ChartRow chart[] = {
    {AccountKind::till_money, "till/", "", Meaning::paid},
    {AccountKind::outlet_float, "outlet/", "/float", Meaning::paid},
    {AccountKind::outlet_commission, "outlet/", "/commission", Meaning::utility},
    {AccountKind::commission, commission, "", Meaning::utility},
    {AccountKind::prepaid, "prepaid/", "", Meaning::charged},
    {AccountKind::charged, "charged/", "", Meaning::charged},
    {AccountKind::used, "used/", "", Meaning::charged},
    {AccountKind::fee, "fee/", "", Meaning::charged},
    {AccountKind::fixed, "fixed/", "", Meaning::charged},
    {AccountKind::tax, "tax/", "", Meaning::charged},
    {AccountKind::debt, "debt/", "", Meaning::charged},
    {AccountKind::customer_balance, "customer/", "/balance", Meaning::owed},
    {AccountKind::claim, "claim/", "", Meaning::owed},
    {AccountKind::refund_pending, refund_pending, "", Meaning::owed},
    {AccountKind::supplement, "supplement/", "", Meaning::granted},
    {AccountKind::write_off, "write_off/", "", Meaning::granted},
    {AccountKind::transfer, transfer, "", Meaning::transferred},
    {AccountKind::opening_balances, opening_balances, "", Meaning::brought},
    {AccountKind::taken_over, taken_over, "", Meaning::brought},
    {AccountKind::till_float, "float/", "", Meaning::utility},
    {AccountKind::safe, "safe/", "", Meaning::utility},
    {AccountKind::bank, "bank/", "", Meaning::utility},
    {AccountKind::due, "due/", "", Meaning::utility},
    {AccountKind::over_short, "", "/over_short", Meaning::utility},
};

constexpr bool fits(const ChartRow& row, std::string_view account) { return account.starts_with(row.prefix) && account.ends_with(row.suffix); }

const ChartRow* row_of(std::string_view account) {
  const auto* row = std::ranges::find_if(chart, [&](const ChartRow& one) { return fits(one, account); });
  const bool none = row == std::end(chart) || (row->kind == AccountKind::till_money && !tender_of(account));
  return none ? nullptr : row;
}

/// What stands between prefix and suffix in the name of an account of this kind; empty: it is of another.
std::string_view inside(std::string_view account, AccountKind kind) {
  const auto* row = std::ranges::find(chart, kind, &ChartRow::kind);
  if (!fits(*row, account) || account.size() <= row->prefix.size() + row->suffix.size()) return {};
  return account.substr(row->prefix.size(), account.size() - row->prefix.size() - row->suffix.size());
}

}  // namespace

std::string till_money(std::string_view station, std::string_view till, books::Tender tender) { return fmt::format("till/{}/{}/{}", station, till, kwota::word_of(tender)); }
std::string till_cash(std::string_view station, std::string_view till) { return till_money(station, till, books::Tender::cash); }
std::string till_float(std::string_view station, std::string_view till) { return fmt::format("float/{}/{}", station, till); }
std::string safe(std::string_view station) { return fmt::format("safe/{}", station); }
std::string bank(std::string_view station) { return fmt::format("bank/{}", station); }
std::string due(books::Tender tender, std::string_view station) { return fmt::format("due/{}/{}", kwota::word_of(tender), station); }
std::string over_short(books::Tender tender) { return fmt::format("{}/over_short", kwota::word_of(tender)); }
std::string prepaid(std::string_view commodity) { return fmt::format("prepaid/{}", commodity); }
std::string charged(std::string_view commodity) { return fmt::format("charged/{}", commodity); }
std::string fee(std::string_view charge) { return fmt::format("fee/{}", charge); }
std::string fixed(std::string_view charge) { return fmt::format("fixed/{}", charge); }
std::string tax(std::string_view charge) { return fmt::format("tax/{}", charge); }
std::string debt(std::string_view id) { return fmt::format("debt/{}", id); }
std::string customer_balance(std::int64_t account) { return fmt::format("customer/{}/balance", account); }
std::string claim(std::int64_t account) { return fmt::format("claim/{}", account); }
std::string supplement(std::string_view reason_code) { return fmt::format("supplement/{}", reason_code); }

std::string outlet_float(std::string_view outlet) { return fmt::format("outlet/{}/float", outlet); }
std::string outlet_commission(std::string_view outlet) { return fmt::format("outlet/{}/commission", outlet); }

std::string_view outlet_of(std::string_view account) { return inside(account, AccountKind::outlet_float); }

std::optional<AccountKind> kind_of(std::string_view account) {
  const auto* row = row_of(account);
  return row == nullptr ? std::nullopt : std::optional(row->kind);
}

std::optional<Meaning> meaning_of(std::string_view account) {
  const auto* row = row_of(account);
  return row == nullptr ? std::nullopt : std::optional(row->meaning);
}

std::optional<std::int64_t> owner_of(std::string_view account) {
  auto digits = inside(account, AccountKind::customer_balance);
  if (digits.empty()) digits = inside(account, AccountKind::claim);
  std::int64_t number = 0;
  const auto* end = digits.data() + digits.size();
  if (digits.empty() || std::from_chars(digits.data(), end, number).ptr != end) return std::nullopt;
  return number;
}

std::optional<books::Tender> tender_of(std::string_view account) {
  if (!outlet_of(account).empty()) return books::Tender::outlet;
  const auto till = inside(account, AccountKind::till_money);
  return till.empty() ? std::nullopt : parse_word<books::Tender>(till.substr(till.rfind('/') + 1));
}

}  // namespace kwota::ledger
