#include "sell/debt/debts.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <map>

#include "base/decimal.h"
#include "books/newest_sales.h"
#include "sell/ledger/chart.h"

namespace kwota::debts {
namespace {

using books::DebtOrigin;
using books::DebtRule;

constexpr int percent_digits = 2;

/// What sales recovered that are being taken back, by the debt's account in the ledger: it is free again only when the meter has named the winner.
std::map<std::string, Money> being_taken_back(const books::Reader& books, std::int64_t account) {
  std::map<std::string, Money> sums;
  books::sales_that_may_be_open(books, account, [&](const books::Sale& sale) {
    const auto state = books.find<books::SaleState>(sale.number);
    if (!state || state->state != books::SaleStatus::taking_back) return;
    for (const auto& leg : books.legs(sale.number))
      if (leg.amount.is_negative()) sums[leg.account] -= leg.amount;
  });
  return sums;
}

/// A part is due in each calendar month from the first one on, the first on its very day.
std::int64_t months_begun(const LocalDate& from, const LocalDate& today) { return today < from ? 0 : month_number(today) - month_number(from) + 1; }

Money scheduled(const books::Reader& books, const books::Debt& row, const LocalDate& today) {
  if (row.rule == DebtRule::monthly) {
    const auto from = parse_date(row.from);
    if (!from.ok()) return {};
    // From a day long ago on more parts have come than a number holds, and more than all of it is never due.
    const Wide parts = static_cast<Wide>(row.part.minor()) * months_begun(*from, today);
    return Money::minor(static_cast<std::int64_t>(std::min<Wide>(parts, money_minor_max)));
  }
  Money sum;
  const auto day = format_date(today);
  for (const auto& part : books.select<books::DebtInstalment>(row.number, row.plan))
    if (part.due <= day) sum += part.amount;
  return sum;
}

bool paused_on(const books::Debt& row, const LocalDate& today) {
  const auto day = format_date(today);
  return !row.pause_from.empty() && row.pause_from <= day && day <= row.pause_until;
}

bool by_schedule(const books::Debt& row) { return row.rule == DebtRule::monthly || row.rule == DebtRule::plan; }

tariff::DebtTakes takes(DebtRule rule) {
  if (rule == DebtRule::first) return tariff::DebtTakes::first;
  return rule == DebtRule::percent ? tariff::DebtTakes::percent : tariff::DebtTakes::fixed;
}

}  // namespace

std::string account_in_ledger(const books::Debt& row) {
  return row.origin == DebtOrigin::claim ? ledger::claim(row.account) : ledger::debt(fmt::format("{}", row.number));
}

Money left_of(const books::Reader& books, const books::Debt& row) {
  const Money balance = books.balance(account_in_ledger(row));
  const Money left = row.origin == DebtOrigin::claim ? balance : row.amount + balance;
  return std::max(Money{}, left);
}

std::optional<books::Debt> of_account_in_ledger(const books::Reader& books, std::string_view ledger_account) {
  constexpr std::string_view prefix = "debt/";
  if (!ledger_account.starts_with(prefix)) return std::nullopt;
  const auto text = ledger_account.substr(prefix.size());
  std::int64_t number = 0;
  const auto [end, failed] = std::from_chars(text.data(), text.data() + text.size(), number);
  return failed == std::errc{} && end == text.data() + text.size() ? books.find<books::Debt>(number) : std::nullopt;
}

Money paid_of(const books::Reader& books, const books::Debt& row) {
  if (row.origin != DebtOrigin::claim) return -books.balance(account_in_ledger(row)) - row.written_off;
  return row.amount - row.written_off - left_of(books, row);
}

std::vector<Owed> owed_by(const books::Reader& books, std::int64_t account, LocalDate today) {
  std::vector<Owed> out;
  for (auto& row : books.select(books::Debt::of_account, account)) {
    const Money left = left_of(books, row);
    if (left.is_zero()) continue;
    Owed owed{.row = std::move(row), .left = left, .free = {}, .paused = false, .fallen_due = {}};
    owed.paused = paused_on(owed.row, today);
    if (by_schedule(owed.row)) {
      const Money paid = owed.row.rest_at_rule - left;
      owed.fallen_due = std::clamp(scheduled(books, owed.row, today) - paid, Money{}, left);
    }
    out.push_back(std::move(owed));
  }
  if (out.empty()) return out;
  // What is on its way back is left, but not to be had yet.
  auto coming_back = being_taken_back(books, account);
  for (auto& owed : out) {
    const Money free = std::max(Money{}, owed.left - coming_back[account_in_ledger(owed.row)]);
    owed.fallen_due = std::min(owed.fallen_due, free);
    owed.free = free;
  }
  return out;
}

std::vector<Owed> owed_by(const books::Reader& books, std::int64_t account, Instant now, const Zone& zone) { return owed_by(books, account, zone.local(now).date); }

Money sum_of(const std::vector<Owed>& owed) {
  Money sum;
  for (const auto& one : owed) sum += one.left;
  return sum;
}

std::vector<tariff::Debt> recoverable(const std::vector<Owed>& owed, int minor_digits) {
  std::vector<tariff::Debt> out;
  for (const auto& one : owed) {
    if (one.paused || one.row.rule == DebtRule::at_counter) continue;
    out.push_back({.id = fmt::format("{}", one.row.number), .balance = one.free, .rule = takes(one.row.rule),
                   .value = by_schedule(one.row) ? format_money(one.fallen_due, minor_digits) : value_text(one.row, minor_digits)});
  }
  return out;
}

std::string ledger_account(const std::vector<Owed>& owed, std::string_view id) {
  for (const auto& one : owed)
    if (fmt::format("{}", one.row.number) == id) return account_in_ledger(one.row);
  return {};
}

std::vector<ledger::Charge> charges_of(const std::vector<Owed>& owed, const std::vector<tariff::DebtShare>& shares) {
  std::vector<ledger::Charge> out;
  for (const auto& share : shares) out.push_back({ledger_account(owed, share.id), share.amount});
  return out;
}

std::vector<ledger::Charge> settled_of(const std::vector<Owed>& owed, Money& left) {
  std::vector<ledger::Charge> settled;
  for (const auto& one : owed) {
    // A pause lets the next sales alone. Who leaves with money in his hand has paid what is claimed of him.
    const bool waits = one.paused && one.row.origin != DebtOrigin::claim;
    const Money part = waits ? Money{} : std::min(one.free, left);
    if (part.is_zero()) continue;
    settled.push_back({account_in_ledger(one.row), part});
    left -= part;
  }
  return settled;
}

Money sum_of(const std::vector<ledger::Charge>& charges) {
  Money sum;
  for (const auto& charge : charges) sum += charge.amount;
  return sum;
}

std::string value_text(const books::Debt& row, int minor_digits) {
  if (row.rule == DebtRule::percent) return format_shortest(row.percent_e2, percent_digits);
  if (row.rule == DebtRule::fixed || row.rule == DebtRule::monthly) return format_money(row.part, minor_digits);
  return {};
}

boost::json::object in_words(const books::Reader& books, const books::Debt& row, int minor_digits) {
  boost::json::object out{{"number", row.number}, {"kind", row.kind}, {"rule", word_of(row.rule)}, {"value", value_text(row, minor_digits)}};
  if (const auto code = books.find<books::Code>(books::CodeKind::debt_kind, row.kind))
    out["names"] = boost::json::object{{"en", code->name_en}, {"zh", code->name_zh}, {"ru", code->name_ru}};
  return out;
}

}  // namespace kwota::debts
