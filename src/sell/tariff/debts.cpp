#include "sell/tariff/debts.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"

namespace kwota::tariff {
namespace {

constexpr std::int64_t no_cap_e8 = 100 * 100'000'000LL;

std::int64_t percent_down(std::int64_t amount, std::int64_t percent_e8) {
  return static_cast<std::int64_t>(Wide{amount} * percent_e8 / (100 * power_of_ten(price_scale)));
}

Result<std::int64_t> wanted(const Debt& debt, std::int64_t tendered, int minor_digits) {
  if (debt.rule == DebtTakes::first) return debt.balance.minor();
  if (debt.rule == DebtTakes::percent) {
    const auto percent = parse_decimal(debt.value, price_scale);
    if (percent.ok() && *percent >= 0 && *percent <= 100 * power_of_ten(price_scale)) return percent_down(tendered, *percent);
  } else {
    const auto amount = parse_money(debt.value, minor_digits);
    if (amount.ok() && !amount->is_negative()) return amount->minor();
  }
  return bad_state(StateFlaw::unknown_rule, debt.id);
}

Result<std::vector<std::int64_t>> shares_of(const std::vector<Debt>& debts, std::int64_t tendered, std::int64_t cap_e8, int minor_digits) {
  std::int64_t room = percent_down(tendered, cap_e8);
  std::vector<std::int64_t> shares;
  for (const Debt& debt : debts) {
    TRY(asked, wanted(debt, tendered, minor_digits));
    const std::int64_t share = std::max<std::int64_t>(0, std::min({asked, debt.balance.minor(), room}));
    room -= share;
    shares.push_back(share);
  }
  return shares;
}

std::vector<DebtShare> named(const std::vector<Debt>& debts, const std::vector<std::int64_t>& shares) {
  std::vector<DebtShare> out;
  for (std::size_t i = 0; i < shares.size(); ++i)
    if (shares[i] != 0) out.push_back({debts[i].id, Money::minor(shares[i]), debts[i].balance - Money::minor(shares[i])});
  return out;
}

}  // namespace

Result<std::vector<std::int64_t>> debt_shares(const Terms& terms, const State& state, std::int64_t tendered) {
  return shares_of(state.debts, tendered, terms.version->debt_cap_e8, terms.plan->minor);
}

Result<std::vector<DebtShare>> recover(const PricePlan& plan, Instant at, const std::vector<Debt>& debts, Money tendered) {
  const PlanData& data = plan.data();
  const Version* version = data.version_at(at);
  if (version == nullptr) return no_version(data);
  TRY(shares, shares_of(debts, tendered.minor(), version->debt_cap_e8, data.minor));
  return named(debts, shares);
}

Result<std::vector<DebtShare>> recover(const std::vector<Debt>& debts, Money tendered, int minor_digits) {
  TRY(shares, shares_of(debts, tendered.minor(), no_cap_e8, minor_digits));
  return named(debts, shares);
}

}  // namespace kwota::tariff
