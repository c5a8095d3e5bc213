#include "sell/counter/worth.h"

#include <algorithm>

#include "base/decimal.h"
#include "books/rows/money/opening.h"
#include "sell/counter/desk.h"

namespace kwota::counter {
namespace {

constexpr std::size_t all_purchases = 100'000;  // more than an account's sales ever

/// Credit in this unit that the meter got or may get, and what was paid for it.
struct Purchase {
  Credit credit;
  Money paid;
};

std::optional<Purchase> purchase_of(const books::Reader& books, const books::Sale& sale, Unit unit) {
  const auto state = books.find<books::SaleState>(sale.number);
  if (sale.unit != unit || sale.credit <= Credit{} || !state || !books::happened(state->state) || state->state == SaleStatus::taken_back) return std::nullopt;
  return Purchase{sale.credit, ledger::paid_for_credit(posted(books, sale))};
}

/// What its meter held when its account came from another program, and was said to have been paid for it there.
std::optional<Purchase> brought_along(const books::Reader& books, std::int64_t account, Unit unit, const std::optional<MeterNumber>& meter) {
  const auto row = books.find<books::OpeningBalance>(account);
  if (!row || row->state != books::OpeningStatus::stands || row->at != books::OpeningAt::meter || row->unit != unit || row->credit <= Credit{}) return std::nullopt;
  return !meter || row->meter == *meter ? std::optional{Purchase{row->credit, row->amount}} : std::nullopt;
}

/// The newest first. `meter`: only what was bought for it.
std::vector<Purchase> purchases(const books::Reader& books, std::int64_t account, Unit unit, const std::optional<MeterNumber>& meter, const std::set<std::string>& elsewhere = {}) {
  std::vector<Purchase> out;
  for (const auto& sale : books.newest(books::Sale::of_account, all_purchases, account)) {
    if ((meter && sale.meter != *meter) || elsewhere.contains(sale.number)) continue;
    if (const auto bought = purchase_of(books, sale, unit)) out.push_back(*bought);
  }
  if (const auto brought = brought_along(books, account, unit, meter)) out.push_back(*brought);
  return out;
}

Money share(Money paid, Credit part, Credit whole, Round rule) {
  return Money::minor(divide(static_cast<Wide>(paid.minor()) * part.amount(), whole.amount(), rule));
}

}  // namespace

Money paid_for(const books::Reader& books, std::int64_t account, Credit left, std::optional<MeterNumber> meter, const std::set<std::string>& elsewhere) {
  if (left.is_money()) return left.money();
  Money worth;
  for (const auto& bought : purchases(books, account, left.unit(), meter, elsewhere)) {
    const auto part = std::min(left, bought.credit);
    worth += share(bought.paid, part, bought.credit, Round::down);
    left -= part;
    if (left <= Credit{}) break;
  }
  return worth;
}

Money owed_for(const books::Reader& books, std::int64_t account, Credit beyond, std::optional<MeterNumber> meter) {
  if (beyond.is_money()) return beyond.money();
  for (const auto& bought : purchases(books, account, beyond.unit(), meter))
    if (!bought.paid.is_zero()) return share(bought.paid, beyond, bought.credit, Round::up);
  return {};
}

Money worth_of(const books::Reader& books, std::int64_t account, Credit held, MeterNumber meter, const std::set<std::string>& elsewhere) {
  return held.is_negative() ? -owed_for(books, account, -held, meter) : paid_for(books, account, held, meter, elsewhere);
}

}  // namespace kwota::counter
