#include "sell/tariff/plan/refusal.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"

namespace kwota::tariff {

Error bad_amount(std::string_view text) {
  return error(Fault::request, "bad_amount", fmt::format("\"{}\" is not an amount that can be sold; nothing was sold. Type a plain number above 0.", text),
               {{"text", std::string(text)}});
}

Error below_minimum(const PlanData& plan, Money limit) {
  const std::string text = format_money(limit, plan.minor);
  return error(Fault::refused, Cause::below_minimum, fmt::format("The least payment is {}; nothing was sold. Take at least that much.", text), {{"limit", text}});
}

Error above_maximum(const PlanData& plan, Money limit) {
  const std::string text = format_money(limit, plan.minor);
  return error(Fault::refused, "above_maximum", fmt::format("The largest payment is {}; nothing was sold. Take less.", text), {{"limit", text}});
}

Error not_multiple(std::int64_t quantum_e3) {
  const std::string text = format_shortest(quantum_e3, units_scale);
  return error(Fault::request, "not_multiple", fmt::format("Units are sold in multiples of {}; nothing was sold. Choose such an amount.", text), {{"quantum", text}});
}

Error short_of(const PlanData& plan, std::int64_t need) {
  const std::string text = format_money(Money::minor(need), plan.minor);
  return error(Fault::refused, Cause::too_little, fmt::format("The payment buys nothing after debts and charges; nothing was sold. At least {} is needed now.", text),
               {{"need", text}});
}

Error over_limit(const PlanData& plan, std::int64_t limit_e3) {
  const std::string text = format_shortest(limit_e3, units_scale);
  return error(Fault::refused, "over_limit", fmt::format("One sale is at most {} {}; nothing was sold. Sell less.", text, plan_unit(plan.commodity)),
               {{"limit", text}, {"unit", std::string{plan_unit(plan.commodity)}}});
}

Error overflow() {
  return error(Fault::request, Cause::overflow, "A number of this quote is too large to be computed; nothing was sold. Choose a smaller amount.",
               {{"text", "∑"}});
}

Error time_of_use_needs_usage(const PlanData& plan) {
  return error(Fault::refused, "time_of_use",
               fmt::format("The price plan {} has prices by time of day; nothing was sold. Sell money credit: the meter applies the prices.", plan.id),
               {{"plan", plan.id}});
}

}  // namespace kwota::tariff
