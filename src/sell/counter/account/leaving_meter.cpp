#include "sell/counter/account/leaving_meter.h"

#include <utility>

#include "books/lookup.h"
#include "sell/counter/order/account_change.h"
#include "sell/stock/stock.h"

namespace kwota::counter {

books::MeterSwap leaving(const books::Reader& books, const Supply& old, Instant now) {
  books::MeterSwap row;
  const auto last = books.last<books::MeterSwap>(old.account.number);
  row.account = old.account.number;
  row.number = last ? last->number + 1 : 1;
  row.time = now;
  row.old_meter = old.meter.number;
  row.installed = last ? std::optional{last->time} : old.account.opened;
  row.first_number = old.account.first_number;
  row.last_number = old.meter.sold;
  row.statements_before = old.account.statements_before;
  row.ct = old.meter.ct, row.pt = old.meter.pt;
  row.unit = old.meter.unit;
  return row;
}

void take_off(const books::Reader& books, books::Meter meter, std::int64_t account, const std::string& document, const Context& context, books::Changes& changes) {
  // The book of a sale that did not reach it is closed: what brought it is withdrawn.
  for (const auto& row : changes.put)
    if (const auto* changed = row.as<books::Meter>(); changed != nullptr && changed->number == meter.number) meter = *changed;
  meter.state = books::MeterStatus::removed;
  meter.service_point.clear();
  stock::taken_off(books, meter.number, account, document, context, changes);
  changes.put.emplace_back(std::move(meter));
}

void end_account(const books::Reader& books, books::Account account, const Context& context, books::Changes& changes) {
  for (auto change : agreed_changes(books, account.number)) {
    if (change.begins <= context.now) continue;
    change.state = books::AccountChangeStatus::withdrawn;
    change.withdrawn = context.now;
    change.withdrawn_by = context.who.name;
    changes.put.emplace_back(std::move(change));
  }
  for (auto card : books::cards_of_account(books, account.number)) {
    if (card.state != books::CardStatus::active && card.state != books::CardStatus::fresh) continue;
    card.state = books::CardStatus::closed;
    changes.put.emplace_back(std::move(card));
  }
  account.state = books::AccountStatus::closed;
  account.closed = context.now;
  changes.put.emplace_back(std::move(account));
}

}  // namespace kwota::counter
