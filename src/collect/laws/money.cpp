#include "collect/laws/money.h"

#include <fmt/format.h>

#include "base/ids_text.h"
#include "collect/reconcile/reconcile.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/operation.h"

namespace kwota::laws {
namespace {

using ledger::Cash;
using ledger::Word;

std::string account_text(std::int64_t account) { return fmt::format("account {}", account); }

bool by_two(const Posting& posting) { return posting.sale != nullptr && !posting.sale->approved_by.empty(); }

Cash cash_of(const books::Entry& entry) { return ledger::row_of(entry.what).cash; }
bool undoes(const books::Entry& entry) { return ledger::row_of(entry.what).undoes; }

/// A take-back or a deduction names money that waits as a refund: the drawer knows nothing of it, also when it is undone.
bool moves_cash(const books::Sale& sale) { return ledger::row_of(sale.kind).cash != Cash::none; }

/// Cash of a customer's entry. What an undoing hands back was never paid in.
void add_cash(CustomerMoney& money, Money amount, const Posting& posting) {
  if (undoes(posting.entry)) {
    (amount.is_negative() ? money.paid_in : money.paid_out) += amount;
  } else if (amount.is_negative()) {
    money.paid_out -= amount;
    if (by_two(posting)) money.paid_out_by_two -= amount;
  } else {
    money.paid_in += amount;
  }
}

void add(CustomerMoney& money, Word word, Money amount, const Posting& posting) {
  switch (word) {
    case Word::cash: return add_cash(money, amount, posting);
    case Word::charged: money.charged -= amount; return;
    case Word::owed: money.owed -= amount; return;
    case Word::granted:
      money.granted += amount;
      if (by_two(posting)) money.granted_by_two += amount;
      return;
    case Word::transferred: (amount.is_negative() ? money.transferred_to : money.transferred_away) += amount.is_negative() ? -amount : amount; return;
    case Word::house: return;
  }
}

}  // namespace

void MoneyLaws::found(std::string law, std::string whose, std::string seen) {
  if (!broken_) broken_ = Broken{std::move(law), std::move(whose), std::move(seen)};
}

CustomerMoney MoneyLaws::of(std::int64_t account) const {
  const auto known = customers_.find(account);
  return known == customers_.end() ? CustomerMoney{} : known->second;
}

void MoneyLaws::take(const Posting& posting) {
  const auto& entry = posting.entry;
  for (const auto& leg : entry.legs) {
    const auto word = ledger::word_of(leg.account);
    if (!word || entry.what == no_word<ledger::Operation>)
      return found("leg_without_word", fmt::format("entry {}", entry.number),
                   fmt::format("{} \"{}\" and its leg \"{}\" are not in the chart", entry.number, kwota::word_of(entry.what), leg.account));
    const auto owner = ledger::owner_of(leg.account);
    const bool of_house = *word == Word::house || (*word == Word::cash && cash_of(entry) == Cash::house);
    if (of_house != (entry.account == 0) || (owner && *owner != entry.account))
      return found("foreign_leg", account_text(entry.account), fmt::format("entry {} has a leg at {}", entry.number, leg.account));
  }
  if (entry.account != 0) customer(posting);
  till(posting);
  if (cash_of(entry) == Cash::house) house(posting);
}

void MoneyLaws::customer(const Posting& posting) {
  const auto& entry = posting.entry;
  auto& money = customers_[entry.account];
  for (const auto& leg : entry.legs) add(money, *ledger::word_of(leg.account), leg.amount, posting);
  const auto broken = [&](const char* law, std::string seen) { found(law, account_text(entry.account), fmt::format("{} ({})", seen, entry.number)); };
  const Money left = money.paid_out + money.transferred_away + money.charged + money.owed;
  const Money right = money.paid_in + money.granted + money.transferred_to;
  if (left != right) broken("customer_adds_up", fmt::format("{} on one side, {} on the other", left.minor(), right.minor()));
  if (money.charged.is_negative()) broken("charged_below_zero", fmt::format("{} more was given back than was ever charged", -money.charged.minor()));
  if (money.beyond() > Money{})
    broken("paid_out_too_much", fmt::format("{} paid out, {} paid in, and no second person stands behind the rest", money.paid_out.minor(), money.paid_in.minor()));
  if (cash_of(entry) == Cash::out && !undoes(entry) && money.owed.is_negative())
    broken("paid_out_owing", fmt::format("paid out until he owed {}", -money.owed.minor()));
}

void MoneyLaws::till(const Posting& posting) {
  const auto& entry = posting.entry;
  std::string cash;
  for (const auto& leg : entry.legs)
    if (ledger::is_till_cash(leg.account)) cash = leg.account, posted_[cash] += leg.amount;
  if (const auto* sale = posting.sale) {
    const Money moved = undoes(entry) ? -sale->tendered : sale->tendered;
    if (cash_of(entry) != Cash::none && moves_cash(*sale) && !moved.is_zero()) drawers_[cash = ledger::till_cash(sale->station, sale->till)] += moved;
  }
  if (const auto* shift = posting.shift) {
    const bool opens = entry.what == ledger::Operation::shift_open;
    cash = ledger::till_cash(shift->station, shift->till);
    drawers_[cash] += opens ? shift->opening_float : -shift->expected.value_or(Money{});
  }
  if (!cash.empty() && drawers_[cash] != posted_[cash])
    found("till_adds_up", cash,
          fmt::format("float + received - paid out - drops are {}, the ledger has {} ({})", drawers_[cash].minor(), posted_[cash].minor(), entry.number));
}

/// A drawer that is closed is empty, and what the count found is posted as what it is.
void MoneyLaws::house(const Posting& posting) {
  const auto& entry = posting.entry;
  if (posting.shift == nullptr) return found("till_adds_up", fmt::format("entry {}", entry.number), "there is no such shift");
  if (entry.what != ledger::Operation::shift_close) return;
  const auto& shift = *posting.shift;
  const auto whose = ledger::till_cash(shift.station, shift.till);
  Money difference;
  for (const auto& leg : entry.legs)
    if (leg.account == ledger::over_short) difference += leg.amount;
  const Money counted = shift.expected.value_or(Money{}) - shift.counted.value_or(Money{});
  if (!posted_[whose].is_zero()) found("till_adds_up", whose, fmt::format("{} are left in a drawer that was emptied ({})", posted_[whose].minor(), entry.number));
  if (difference != counted || (!difference.is_zero() && shift.difference_reason.empty()))
    found("difference_unnamed", whose, fmt::format("{} were missing, {} are posted ({})", counted.minor(), difference.minor(), entry.number));
}

void MoneyLaws::take(const books::Statement& statement) {
  const auto gap = reconcile::identity_gap_e5(statement);
  if (gap != 0)
    found("meter_adds_up", "meter " + to_text(statement.meter),
          fmt::format("credited + cleared = used + given up + balance is {} off, in 10^-5 minor units (statement {})", gap, statement.number));
}

}  // namespace kwota::laws
