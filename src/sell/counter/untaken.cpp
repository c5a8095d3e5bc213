#include "sell/counter/untaken.h"

#include <map>
#include <utility>

#include "books/chains.h"
#include "sell/counter/desk.h"
#include "sell/ledger/posting.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

using books::Operation;
using books::SaleStatus;

void becomes(const books::Reader& books, const std::string& number, SaleStatus state, Instant now, books::Changes& changes) {
  auto row = *books.find<books::SaleState>(number);
  if (row.state == state) return;
  row.state = state;
  row.since = now;
  changes.put.emplace_back(std::move(row));
}

}  // namespace

Result<Owed> owe_untaken(const books::Reader& books, const std::vector<std::string>& numbers, std::int64_t account, std::string_view commodity, const people::Context& context, books::Changes& changes) {
  Owed out;
  const auto day = settings::business_day(books, context.now, context.zone);
  const auto chain = context.till.empty() ? books::chain_of_station(context.station) : context.till_chain();
  const auto owe = [&](const books::Sale& sale, SaleStatus state, Money amount, Result<books::Entry> made) -> Result<void> {
    TRY(entry, std::move(made));
    if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
    becomes(books, sale.number, state, context.now, changes);
    out.due += amount;
    return Done{};
  };
  const auto head = [&](const std::string& number) { return ledger::Head{number + "/settled", chain, context.now, day, Operation::settle, account}; };
  std::vector<books::Sale> sales;
  std::map<std::string, Money> deducted;  // by sale
  for (const auto& number : numbers) {
    auto sale = *books.find<books::Sale>(number);
    if (sale.kind != Operation::deduct) {
      sales.push_back(std::move(sale));
      continue;
    }
    deducted[sale.original] -= sale.tendered;
    MUST(owe(sale, SaleStatus::applied, -sale.tendered, ledger::refund_is_due(head(number), account, -sale.tendered)));
    out.deducted.push_back(number);
  }
  for (const auto& sale : sales) {
    const Money paid = ledger::paid_for_credit(posted(books, sale)) - deducted[sale.number];
    MUST(owe(sale, SaleStatus::taken_back, paid, ledger::surrendered(head(sale.number), account, commodity, paid)));
    out.taken_back.push_back(sale.number);
  }
  return out;
}

}  // namespace kwota::counter
