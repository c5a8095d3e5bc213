#include "sim/town/laws.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/reconcile/reconcile.h"

namespace kwota::sim {
namespace {

constexpr std::size_t all_sales = 10'000;

Result<reconcile::Reconciliation> books_of(store::Books& books, const Meters::One& one, std::int64_t account) {
  return books.read([&](const books::Reader& reader) -> Result<reconcile::Reconciliation> {
    std::vector<reconcile::SoldCredit> sold;
    for (const auto& sale : reader.newest(books::Sale::of_account, all_sales, account))
      if (const auto state = reader.find<books::SaleState>(sale.number)) sold.push_back({sale, state->state});
    return reconcile::reconcile(sold, books::newest_statement(reader, one.number));
  });
}

}  // namespace

Result<void> hold_the_laws(store::Books& books, Meters& meters, DayReport& report) {
  auto account = town_first_account;
  for (const auto& one : meters.all()) {
    TRY(in_books, books_of(books, one, account++));
    const auto& ledger = one.meter->core().state().ledger;
    const auto broken = [&](std::string law) { report.broken.push_back(fmt::format("meter {}: {}", to_text(one.number), law)); };
    if (in_books.sold != in_books.applied + in_books.in_transit + in_books.taken_back)
      broken(fmt::format("sold {} is not applied {} + under way {}", format_credit(in_books.sold, 2), format_credit(in_books.applied, 2),
                         format_credit(in_books.in_transit, 2)));
    if (ledger.credited < in_books.applied || ledger.credited > in_books.applied + in_books.in_transit)
      broken(fmt::format("credited {}, applied {}, under way {}", format_money(ledger.credited, 2), format_credit(in_books.applied, 2),
                         format_credit(in_books.in_transit, 2)));
    if (const auto gap = meter::imbalance(ledger).e5(); gap != 0)
      broken(fmt::format("credited = used + balance is {} e-5 off", gap));
    if (const auto price = ledger.energy.wh() * town_price_e4; ledger.used.e5() != price)
      broken(fmt::format("{} Wh cost {} e-5, the meter took {}", ledger.energy.wh(), price, ledger.used.e5()));
    report.sold += in_books.sold.money();
    report.applied += in_books.applied.money();
    report.in_transit += in_books.in_transit.money();
    report.credited += ledger.credited;
    report.energy += ledger.energy;
  }
  return {};
}

}  // namespace kwota::sim
