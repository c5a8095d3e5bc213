// An account's sales from the newest on, as far back as somebody has to look: what waits is found however many bookings came after it.
#pragma once
#include "books/reader.h"
#include "books/rows/money/sale.h"
#include "books/rows/supply/customer.h"

namespace kwota::books {

/// `goes_on(sale)`: whether the one before it is wanted, too. Most ask for the first few; a look behind them is eight times as far.
template <class GoesOn>
void newest_sales(const Reader& books, std::int64_t account, GoesOn goes_on) {
  std::size_t seen = 0;
  for (std::size_t look = 16;; look *= 8) {
    const auto sales = books.newest(Sale::of_account, look, account);
    for (; seen < sales.size(); ++seen)
      if (!goes_on(sales[seen])) return;
    if (sales.size() < look) return;
  }
}

/// Those that may be open still: behind a credit that the account's meter has taken, none is.
template <class Visit>
void sales_that_may_be_open(const Reader& books, std::int64_t account, Visit visit) {
  const auto row = books.find<Account>(account);
  const auto meter = row ? books.find<Meter>(row->meter) : std::nullopt;
  newest_sales(books, account, [&](const Sale& sale) {
    if (meter && sale.meter == meter->number && sale.n != SequenceNumber{} && sale.n <= meter->applied) return false;
    visit(sale);
    return true;
  });
}

/// The newest of which this holds, no older than `not_before`.
template <class Holds>
std::optional<Sale> newest_sale(const Reader& books, std::int64_t account, Instant not_before, Holds holds) {
  std::optional<Sale> found;
  newest_sales(books, account, [&](const Sale& sale) {
    if (sale.time < not_before) return false;
    if (holds(sale)) found = sale;
    return !found;
  });
  return found;
}

}  // namespace kwota::books
