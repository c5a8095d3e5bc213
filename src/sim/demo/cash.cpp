// Cash leaves the drawers before they are too full: into the safe in the evening, and in the morning to the bank.
#include <fmt/format.h>

#include <algorithm>

#include "sell/ledger/chart.h"
#include "sell/till/drawer.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int every_days = 9;
constexpr std::int64_t kept_minor = 500'00, notes_minor = 100'00;  ///< change stays, and hundreds go

/// What can be spared, in whole hundreds.
Money spare(Money in_drawer) { return std::max(Money{}, Money::minor((in_drawer.minor() - kept_minor) / notes_minor * notes_minor)); }

Result<void> to_the_bank(History& now, const std::string& station, Money amount, const std::string& takings_of) {
  MUST(now.settle());
  MUST(now.decide(supervisor(station), "deposit", [&](const books::Reader& reader, const people::Context& context) {
    return till::deposit(reader, {.amount = amount, .business_day = takings_of, .bank = "农商银行", .bag = fmt::format("D{:04}", now.day()), .approved_by = "miller"}, context);
  }));
  return {};
}

Result<void> to_the_safe(History& now, const std::string& station) {
  MUST(now.settle());
  const auto post = cashier(station);
  TRY(drawer, now.ask([&](const books::Reader& reader) -> Result<Money> { return reader.balance(ledger::till_cash(post.station, post.till)); }));
  const Money amount = spare(drawer);
  if (amount.is_zero()) return {};
  MUST(now.decide(post, "shift_own", [&](const books::Reader& reader, const people::Context& context) {
    return till::drop(reader, {.amount = amount, .bag = fmt::format("B{:04}", now.day()), .taken_by = supervisor(station).who}, context);
  }));
  if (now.day() + 1 < now.last())
    now.on(now.day() + 1, [station, amount, takings_of = now.text(now.day())](History& next) { return to_the_bank(next, station, amount, takings_of); });
  return {};
}

}  // namespace

Result<void> take_cash_away(History& history, Village&) {
  history.evening([](History& now) -> Result<void> {
    if (now.day() % every_days != 3) return {};
    for (const auto& station : stations) MUST(to_the_safe(now, station));
    return {};
  });
  return {};
}

}  // namespace kwota::demo
