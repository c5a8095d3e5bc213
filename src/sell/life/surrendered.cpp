#include "sell/life/surrendered.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "books/lookup.h"
#include "sell/counter/take_back.h"
#include "sell/counter/worth.h"

namespace kwota::life {

Result<Held> surrendered_by(const books::Reader& books, const Supply& supply) {
  const auto& account = supply.account;
  const bool said = account.state == books::AccountStatus::closing && !supply.in_transit && supply.statement && supply.statement->count == supply.meter.applied;
  if (!said)
    return error(Fault::refused, "closing_not_confirmed",
                 "The meter has not said yet what it gave up; hold the card to the meter and bring it back, or wait for its line.",
                 {{"account", fmt::format("{}", account.number)}});
  const auto before = books::newest_statement_before(books, supply.meter.number, supply.meter.applied).value_or(books::Statement{});
  const auto earlier = books::newest_statement(books, supply.meter.number, account.statements_before).value_or(books::Statement{});
  Held out;
  out.credit = supply.statement->surrendered - std::max(before.surrendered, earlier.surrendered);
  out.worth = counter::paid_for(books, account.number, out.credit, supply.meter.number);
  return out;
}

Held share_of(const Held& held, Money due) {
  const Money worth = std::clamp(due, Money{}, std::max(Money{}, held.worth));
  if (worth == held.worth) return held;
  if (held.credit.is_money()) return {worth, worth};
  const auto part = divide(static_cast<Wide>(held.credit.amount()) * worth.minor(), held.worth.minor(), Round::down);
  return {Credit::of(held.credit.unit(), part - part % counted_as_one(held.credit.unit())), worth};
}

Held still_owed(const books::Reader& books, std::int64_t account, const Held& held) { return share_of(held, counter::refund_due(books, account)); }

}  // namespace kwota::life
