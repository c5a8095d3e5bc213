#include "sell/counter/order/brought_along.h"

#include "books/lookup.h"
#include "books/parts/sale_status.h"
#include "books/rows/money/opening.h"

namespace kwota::counter {
namespace {

constexpr std::size_t all_sales_ever = 100'000;  // more than an account's ever

/// Credit that was sold to it here, up to a number of its book.
Credit sold_until(const books::Reader& books, MeterNumber meter, std::int64_t account, SequenceNumber last) {
  Credit sum;
  for (const auto& sale : books.newest(books::Sale::of_account, all_sales_ever, account)) {
    const auto state = books.find<books::SaleState>(sale.number);
    const bool came = state && books::happened(state->state) && state->state != books::SaleStatus::taken_back;
    if (came && sale.meter == meter && sale.n <= last && !sale.credit.is_zero()) sum += sale.credit;
  }
  return sum;
}

}  // namespace

std::optional<Credit> brought_credit(const books::Reader& books, MeterNumber meter, std::int64_t account) {
  const auto row = books.find<books::OpeningBalance>(account);
  const bool along = row && row->state == books::OpeningStatus::stands && row->at == books::OpeningAt::meter && row->meter == meter;
  return along ? std::optional{row->credit} : std::nullopt;
}

std::optional<books::Statement> said_before(const books::Reader& books, MeterNumber meter, std::int64_t account, std::int64_t statements_before) {
  if (auto said = books::newest_statement(books, meter, statements_before)) return said;
  if (statements_before != 0 || !brought_credit(books, meter, account)) return std::nullopt;
  auto first = books::newest_statement(books, meter, 1);
  if (first) first->credited -= sold_until(books, meter, account, first->count);
  return first;
}

Credit most_given_up(const books::Reader& books, MeterNumber meter, std::int64_t account) {
  const auto all = books.find<books::Meter>(meter);
  return brought_credit(books, meter, account).value_or(Credit{}) + (all ? sold_until(books, meter, account, all->sold) : Credit{});
}

}  // namespace kwota::counter
