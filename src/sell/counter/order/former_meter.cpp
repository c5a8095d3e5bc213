#include "sell/counter/order/former_meter.h"

#include <algorithm>

#include "sell/counter/order/instruction_book.h"

namespace kwota::counter {
namespace {

template <class Fits>
std::optional<books::MeterSwap> newest_that(const books::Reader& books, MeterNumber meter, Fits fits) {
  std::optional<books::MeterSwap> found;
  for (const auto& row : books.select(books::MeterSwap::of_old, meter))
    if (fits(row) && (!found || row.time > found->time)) found = row;
  return found;
}

}  // namespace

std::optional<books::MeterSwap> former_of(const books::Reader& books, MeterNumber meter, SequenceNumber number) {
  return newest_that(books, meter, [&](const auto& row) { return row.first_number <= number && number <= row.last_number; });
}

std::optional<books::MeterSwap> former_by_line(const books::Reader& books, MeterNumber meter, SequenceNumber count) {
  return newest_that(books, meter, [&](const auto& row) { return row.first_number <= count.next() && count <= row.last_number; });
}

std::optional<books::MeterSwap> swap_of(const books::Reader& books, MeterNumber meter, std::int64_t account) {
  return newest_that(books, meter, [&](const auto& row) { return row.account == account; });
}

bool has_left(const books::Reader& books, const books::Sale& sale) {
  const auto account = books.find<books::Account>(sale.account);
  return !account || account->state == books::AccountStatus::closed || account->meter != sale.meter;
}

Credit expected_of(const books::Reader& books, const books::MeterSwap& swap, const books::Statement& said) {
  if (swap.carried_number.value() == 0 || said.count != swap.carried_number) return swap.last_credit;
  const auto taken = winner_of(books.select<books::Instruction>(swap.old_meter, swap.carried_number), said);
  return taken ? swap.last_credit + taken->amount : swap.last_credit;
}

bool speaks_of_its_end(const books::MeterSwap& swap, const books::Statement& said) { return swap.last_register && said.energy >= *swap.last_register; }

}  // namespace kwota::counter
