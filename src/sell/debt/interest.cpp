#include "sell/debt/interest.h"


#include <algorithm>
#include <functional>
#include <optional>

#include "base/decimal.h"
#include "sell/debt/debts.h"
#include "sell/ledger/interest.h"

namespace kwota::debts {
namespace {

using books::Debt;
using books::DebtInterest;

constexpr int rate_digits = 2;
constexpr unsigned last_day_of_each_month = 28;

/// The pause ends within or behind a month that began before it was over.
bool interrupts(const Debt& row, const std::string& from, const std::string& to) { return !row.pause_from.empty() && row.pause_from < to && row.pause_until >= from; }

std::string behind(const std::string& day) {
  const auto date = parse_date(day);
  return date.ok() ? first_month_from(date_of_day(day_number(*date) + 1)) : day;
}

using RateOn = std::function<std::int64_t(std::string_view day)>;

/// The first month that has ended, is not charged and no pause has interrupted; moves what is in its way out of it.
std::optional<DebtInterest> next_month(Debt& row, const RateOn& rate, const LocalDate& today) {
  for (;;) {
    const auto begins = parse_date(row.interest_to);
    if (!begins.ok()) return std::nullopt;
    const auto ends = add_months(*begins, 1);
    if (ends > today) return std::nullopt;
    const auto to = format_date(ends);
    if (!interrupts(row, row.interest_to, to))
      return DebtInterest{.debt = row.number, .from = row.interest_to, .to = to, .principal = {}, .rate_e2 = rate(row.interest_to), .amount = {}, .left = {}, .charged = {}};
    row.interest_to = behind(std::min(row.pause_until, format_date(today)));
  }
}

RateOn rates_of(const books::Reader& books, std::int64_t debt) {
  return [&books, debt](std::string_view day) { return rate_on(books, debt, day); };
}

/// All months that have ended and are not charged, on what is owed beside interest that waits; the row and what is left of it come to it.
std::vector<DebtInterest> charge_months(Debt& row, Money left, Money waiting, const RateOn& rate, const LocalDate& today, Instant now) {
  std::vector<DebtInterest> out;
  const Money principal = left - waiting;
  while (auto month = next_month(row, rate, today)) {
    month->principal = principal;
    month->amount = ledger::month_of_interest(principal, month->rate_e2);
    month->charged = now;
    row.interest_to = month->to;
    if (month->amount.is_zero()) continue;
    row.interest += month->amount;
    row.amount += month->amount;
    left += month->amount;
    month->left = left;
    out.push_back(*std::move(month));
  }
  return out;
}

bool is_due(const books::Reader& books, Debt row, const LocalDate& today) {
  if (row.interest_to.empty()) return false;
  const auto before = row.interest_to;
  const bool ended = next_month(row, rates_of(books, row.number), today) || row.interest_to != before;
  return ended && !left_of(books, row).is_zero();
}

}  // namespace

Result<std::int64_t> interest_of(const std::string& text) {
  if (text.empty()) return std::int64_t{0};
  const auto rate = parse_decimal(text, rate_digits);
  if (rate.ok() && *rate >= 0 && *rate <= interest_most_e2) return *rate;
  return error(Fault::request, "bad_interest", "Interest is a percentage a year from 0 to 100 with at most two decimals; nothing was changed.",
               {{"text", text}, {"most", format_shortest(interest_most_e2, rate_digits)}});
}

std::string rate_text(std::int64_t rate_e2) { return format_shortest(rate_e2, rate_digits); }
std::string interest_text(const Debt& row) { return row.interest_e2 == 0 ? std::string{} : rate_text(row.interest_e2); }

std::int64_t rate_on(const books::Reader& books, std::int64_t debt, std::string_view day) {
  std::int64_t out = 0;
  for (const auto& agreed : books.select<books::DebtRate>(debt))
    if (agreed.from <= day) out = agreed.rate_e2;
  return out;
}

Money interest_waiting(const books::Reader& books, const Debt& row, Money left) {
  const auto months = books.select<DebtInterest>(row.number);
  if (months.empty()) return Money{};
  const auto& last = months.back();
  const Money paid_since = last.left - left;
  return std::clamp(last.left - last.principal - paid_since, Money{}, std::min(row.interest, left));
}

std::string first_month_from(const LocalDate& day) {
  if (day.day <= last_day_of_each_month) return format_date(day);
  return format_date(first_of_month(month_number(day) + 1));
}

std::int64_t whole_months(const std::string& from, const LocalDate& today) {
  const auto begun = parse_date(from);
  if (!begun.ok() || today < *begun) return 0;
  return months_between(*begun, today);
}

void interrupt_month(Debt& row, const LocalDate& today) {
  const auto day = format_date(today);
  if (row.interest_to.empty() || !interrupts(row, row.interest_to, day)) return;
  row.interest_to = std::max(row.interest_to, behind(std::min(row.pause_until, day)));
}

std::vector<std::int64_t> interest_due(const books::Reader& books, const LocalDate& today) {
  std::vector<std::int64_t> out;
  for (const auto& row : books.all<Debt>())
    if (is_due(books, row, today)) out.push_back(row.number);
  return out;
}

Result<books::Decision<std::vector<DebtInterest>>> charge_interest(const books::Reader& books, const std::vector<std::int64_t>& debts, const LocalDate& today, Instant now) {
  books::Decision<std::vector<DebtInterest>> out;
  for (const auto number : debts) {
    auto row = books.find<Debt>(number);
    if (!row || !is_due(books, *row, today)) continue;
    const Money left = left_of(books, *row);
    for (auto& month : charge_months(*row, left, interest_waiting(books, *row, left), rates_of(books, number), today, now)) {
      out.changes.put.emplace_back(month);
      out.answer.push_back(std::move(month));
    }
    row->changed = now;
    out.changes.put.emplace_back(*std::move(row));
  }
  return out;
}

std::vector<DebtInterest> charged_at_once(Debt& row, std::int64_t rate_e2, const LocalDate& today, Instant now) {
  return charge_months(row, row.amount, Money{}, [rate_e2](std::string_view) { return rate_e2; }, today, now);
}

}  // namespace kwota::debts
