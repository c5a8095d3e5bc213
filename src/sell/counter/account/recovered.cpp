#include "sell/counter/account/recovered.h"

#include <fmt/format.h>

#include <algorithm>

#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"

namespace kwota::counter {

Result<Shares> recovered_of(const Supply& supply, Money tendered, const Context& context) {
  if (supply.debts.empty()) return Shares{};
  return tariff::recover(supply.plan, context.now, debts::recoverable(supply.debts, supply.utility.minor_digits), tendered);
}

Money sum_of(const Shares& shares) {
  Money sum;
  for (const auto& share : shares) sum += share.amount;
  return sum;
}

boost::json::array lines_of(const books::Reader& books, const std::vector<debts::Owed>& owed, const Shares& shares, int minor_digits) {
  boost::json::array out;
  for (const auto& share : shares) {
    boost::json::object line{{"id", share.id}, {"minor", share.amount.minor()}, {"left", share.left.minor()}};
    const auto known = std::ranges::find_if(owed, [&](const auto& one) { return fmt::format("{}", one.row.number) == share.id; });
    if (known != owed.end()) line["debt"] = debts::in_words(books, known->row, minor_digits);
    out.push_back(std::move(line));
  }
  return out;
}

Result<void> post_recovered(const books::Reader& books, Booking& booking, const Supply& supply, const Shares& shares, Money tendered) {
  if (!shares.empty()) booking.document["recovered"] = lines_of(books, supply.debts, shares, supply.utility.minor_digits);
  const ledger::Payment payment{.commodity = {}, .tendered = tendered, .credit = {}, .residue = tendered - sum_of(shares), .charges = debts::charges_of(supply.debts, shares)};
  return booking.post(ledger::of_sale(booking.head(), ledger::at_till(booking.sale), supply.account.number, payment));
}

Result<std::vector<ledger::Charge>> debts_owed_again(const books::Reader& books, const books::Sale& sale) {
  std::vector<ledger::Charge> out;
  for (const auto& leg : books.legs(sale.number)) {
    const auto kind = ledger::kind_of(leg.account);
    if (!leg.amount.is_negative() || (kind != ledger::AccountKind::debt && kind != ledger::AccountKind::claim)) continue;
    const auto row = debts::of_account_in_ledger(books, leg.account);
    if (row && row->account != sale.account)
      return error(Fault::refused, "debt_went_along", "A debt that this paid of went along to the account's next customer: it stays paid. Nothing was paid out.", {{"debt", fmt::format("{}", row->number)}});
    out.push_back({leg.account, -leg.amount});
  }
  return out;
}

}  // namespace kwota::counter
