#include "sell/ledger/chart.h"

#include <fmt/format.h>

#include <charconv>

namespace kwota::ledger {
namespace {

struct WordRow {
  std::string_view prefix, suffix;
  Meaning word;
};

/// The whole chart. A name begins with the prefix and ends with the suffix; no two rows fit one name.
constexpr WordRow words[] = {
    {"till/", "", Meaning::paid},
    {"outlet/", "/float", Meaning::paid},
    {"outlet/", "/commission", Meaning::utility},
    {commission, "", Meaning::utility},
    {"prepaid/", "", Meaning::charged},
    {"charged/", "", Meaning::charged},
    {"used/", "", Meaning::charged},
    {"fee/", "", Meaning::charged},
    {"fixed/", "", Meaning::charged},
    {"tax/", "", Meaning::charged},
    {"debt/", "", Meaning::charged},
    {"customer/", "/balance", Meaning::owed},
    {"claim/", "", Meaning::owed},
    {refund_pending, "", Meaning::owed},
    {"supplement/", "", Meaning::granted},
    {"write_off/", "", Meaning::granted},
    {transfer, "", Meaning::transferred},
    {opening_balances, "", Meaning::brought},
    {taken_over, "", Meaning::brought},
    {"float/", "", Meaning::utility},
    {"safe/", "", Meaning::utility},
    {"bank/", "", Meaning::utility},
    {"due/", "", Meaning::utility},
    {"", "/over_short", Meaning::utility},
};

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

std::string_view outlet_of(std::string_view account) {
  constexpr std::string_view begin = "outlet/", end = "/float";
  if (!account.starts_with(begin) || !account.ends_with(end) || account.size() <= begin.size() + end.size()) return {};
  return account.substr(begin.size(), account.size() - begin.size() - end.size());
}

std::optional<Meaning> meaning_of(std::string_view account) {
  for (const auto& row : words)
    if (account.starts_with(row.prefix) && account.ends_with(row.suffix)) return row.word == Meaning::paid && !tender_of(account) ? std::nullopt : std::optional(row.word);
  return std::nullopt;
}

std::optional<std::int64_t> owner_of(std::string_view account) {
  std::string_view digits;
  if (account.starts_with("customer/")) digits = account.substr(9, account.find('/', 9) - 9);
  if (account.starts_with("claim/")) digits = account.substr(6);
  std::int64_t number = 0;
  const auto* end = digits.data() + digits.size();
  if (digits.empty() || std::from_chars(digits.data(), end, number).ptr != end) return std::nullopt;
  return number;
}

std::optional<books::Tender> tender_of(std::string_view account) {
  if (!outlet_of(account).empty()) return books::Tender::outlet;
  return account.starts_with("till/") ? parse_word<books::Tender>(account.substr(account.rfind('/') + 1)) : std::nullopt;
}

}  // namespace kwota::ledger
