#include "collect/report/facts/debts.h"

#include <fmt/format.h>

#include <set>
#include <vector>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"
#include "sell/debt/debts.h"

namespace kwota::facts {
namespace {

using books::DebtOrigin;

/// One thing that happened to a debt.
struct Moved {
  std::string day;
  Money raised, recovered, written_off, interest{};
};

/// The accounts whose receipts may have moved it: those that the supply had, for a debt may have gone along with a transfer, and a claim is raised by the next
/// account's receipt. They are known by the service point, which a supply keeps: its meter may be another one by now.
std::set<std::int64_t> accounts_of(const books::Reader& books, const books::Debt& row) {
  std::set<std::int64_t> out{row.account};
  const auto account = books.find<books::Account>(row.account);
  if (!account) return out;
  if (!account->meter.is_zero())
    for (const auto& other : books.select(books::Account::of_meter, account->meter)) out.insert(other.number);
  if (!account->service_point.empty())
    for (const auto& other : books.select(books::Account::at_point, account->service_point)) out.insert(other.number);
  return out;
}

/// By itself, at the end of a supply, and where a meter goes to somebody else.
constexpr bool raises_claim(books::Operation what) {
  return what == books::Operation::claim || what == books::Operation::refund || what == books::Operation::transfer;
}

/// The entries of a receipt: its own, and what followed from it.
constexpr std::string_view entries_of_receipt[] = {"", "/claim", "/from", "/debts", "/settled", "/reversed"};

std::vector<books::DebtInterest> months_of(const books::Reader& books, const books::Debt& row) {
  return row.interest_to.empty() ? std::vector<books::DebtInterest>{} : books.select<books::DebtInterest>(row.number);
}

class Movements {
 public:
  Movements(const books::Reader& books, const Calendar& calendar, const books::Debt& row) : books_(books), row_(row), ledger_(debts::account_in_ledger(row)) {
    if (row.origin != DebtOrigin::claim) moved_.push_back({calendar.day_of(row.raised), row.amount - row.interest, {}, {}});
    for (const auto& month : months_of(books, row)) moved_.push_back({.day = calendar.day_of(month.charged), .raised = {}, .recovered = {}, .written_off = {}, .interest = month.amount});
    for (const auto account : accounts_of(books, row))
      for (const auto& sale : books.newest(books::columns(&books::Sale::number), books::Sale::of_account, 0, account))
        for (const auto suffix : entries_of_receipt) take(sale + std::string{suffix});
    for (int n = 1; take(fmt::format("debt/{}/written-off/{}", row.number, n)); ++n) {}
  }
  const std::vector<Moved>& all() const { return moved_; }

 private:
  bool take(const std::string& number) {
    Money sum;
    for (const auto& leg : books_.legs(number))
      if (leg.account == ledger_) sum += leg.amount;
    if (sum.is_zero()) return false;
    const auto entry = books_.find<books::Entry>(number);
    if (!entry) return false;
    Moved moved{.day = entry->business_day, .raised = {}, .recovered = {}, .written_off = {}};
    if (row_.origin == DebtOrigin::claim && raises_claim(entry->what)) moved.raised = sum;
    else if (entry->what == books::Operation::write_off) moved.written_off = -sum;
    else moved.recovered = -sum;
    moved_.push_back(std::move(moved));
    return true;
  }

  const books::Reader& books_;
  const books::Debt& row_;
  std::string ledger_;
  std::vector<Moved> moved_;
};

void by_age(DebtMoved& out, const std::string& since, const std::string& day) {
  const auto from = parse_date(since), to = parse_date(day);
  const auto age = from.ok() && to.ok() ? day_number(*to) - day_number(*from) : 0;
  (age <= 30 ? out.age_30 : age <= 90 ? out.age_90 : age <= 365 ? out.age_365 : out.age_over) = out.closing;
}

DebtMoved between(const books::Reader& books, const Calendar& calendar, const books::Debt& row, const Days& days) {
  DebtMoved out;
  const Movements movements(books, calendar, row);
  for (const auto& moved : movements.all()) {
    const Money change = moved.raised + moved.interest - moved.recovered - moved.written_off;
    if (moved.day < days.from) out.opening += change;
    if (moved.day <= days.to) out.closing += change;
    if (!days.hold(moved.day)) continue;
    out.raised += moved.raised;
    out.interest += moved.interest;
    out.recovered += moved.recovered;
    out.written_off += moved.written_off;
  }
  by_age(out, row.since, days.to);
  return out;
}

void each_debt(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  CustomerNames names(books);
  Commodities commodities;
  for (const auto& row : books.all<books::Debt>()) {
    auto out = between(books, calendar, row, days);
    if (out.opening.is_zero() && out.closing.is_zero() && out.raised.is_zero() && out.interest.is_zero() && out.recovered.is_zero() && out.written_off.is_zero()) continue;
    const auto account = books.find<books::Account>(row.account);
    out.business_day = days.to;
    if (account) out.station = account->station;
    if (account) out.village = village_of(books, *account, row.customer);
    if (account) out.commodity = commodities.of_plan(books, account->plan);
    out.debt_kind = row.origin == DebtOrigin::claim ? "claim" : row.kind;
    out.origin = word_of(row.origin);
    out.customer = to_text(row.customer);
    out.customer_name = names.of(row.customer);
    out.account = std::to_string(row.account);
    out.number = std::to_string(row.number);
    take(Given<DebtMoved>(out));
  }
}

void each_noted(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  for (const auto& row : books.all<books::Debt>()) {
    if (row.origin == DebtOrigin::claim) continue;
    DebtNoted out;
    if (const auto account = books.find<books::Account>(row.account)) out.station = account->station;
    const auto noted = [&](Instant when, Money amount) {
      out.business_day = calendar.day_of(when);
      out.amount = amount;
      if (days.hold(out.business_day)) take(Given(out));
    };
    noted(row.raised, row.amount - row.interest);
    for (const auto& month : months_of(books, row)) noted(month.charged, month.amount);
  }
}

}  // namespace

const Source debts_noted{DebtNoted::table, columns_of<DebtNoted>, each_noted};
const Source debts_moved{.name = DebtMoved::table, .columns = columns_of<DebtMoved>, .each = each_debt, .of_whole_days = true};

bool owed_on(const books::Reader& books, std::int64_t account, const std::string& day) {
  const auto rows = books.select(books::Debt::of_account, account);
  if (rows.empty()) return false;
  const Calendar calendar(books);
  for (const auto& row : rows)
    if (!between(books, calendar, row, {day, day}).closing.is_zero()) return true;
  return false;
}

}  // namespace kwota::facts
