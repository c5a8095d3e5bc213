#include "sell/tariff/debts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"

namespace kwota::tariff {
namespace {

std::int64_t percent_down(std::int64_t amount, std::int64_t percent_e8) {
  return static_cast<std::int64_t>(Wide{amount} * percent_e8 / (100 * power_of_ten(price_scale)));
}

Result<std::int64_t> wanted(const Terms& terms, const Debt& debt, std::int64_t tendered) {
  if (debt.rule == "first") return debt.balance.minor();
  if (debt.rule == "percent") {
    const auto percent = parse_decimal(debt.value, price_scale);
    if (percent.ok() && *percent >= 0 && *percent <= 100 * power_of_ten(price_scale)) return percent_down(tendered, *percent);
  }
  if (debt.rule == "fixed" || debt.rule == "amount") {
    const auto amount = parse_money(debt.value, terms.plan->minor);
    if (amount.ok() && !amount->is_negative()) return amount->minor();
  }
  return bad_state(fmt::format("the debt {} has the rule \"{}\" with the value \"{}\"", debt.id, debt.rule, debt.value));
}

}  // namespace

Result<std::vector<std::int64_t>> debt_shares(const Terms& terms, const State& state, std::int64_t tendered) {
  std::int64_t room = percent_down(tendered, terms.version->debt_cap_e8);
  std::vector<std::int64_t> shares;
  for (const Debt& debt : state.debts) {
    TRY(asked, wanted(terms, debt, tendered));
    const std::int64_t share = std::max<std::int64_t>(0, std::min({asked, debt.balance.minor(), room}));
    room -= share;
    shares.push_back(share);
  }
  return shares;
}

}  // namespace kwota::tariff
