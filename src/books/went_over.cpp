#include "books/went_over.h"

#include <algorithm>

namespace kwota::books {

bool went_over(const Reader& books, const Sale& sale, const SaleState& state) {
  if (state.state != SaleStatus::taken_back || sale.n.value() == 0) return false;
  return std::ranges::any_of(books.select<MeterSwap>(sale.account), [&](const MeterSwap& swap) {
    return swap.old_meter == sale.meter && swap.new_meter != MeterNumber{} && swap.carried_number == sale.n && swap.time == state.since;
  });
}

}  // namespace kwota::books
