#include "sell/tariff/ask_json.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/plan_data.h"
#include "sell/tariff/refusal.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

Error unknown_ask(std::string_view name) {
  return error(Fault::request, "plan_kind_unknown", fmt::format("This version cannot compute the ask \"{}\".", name),
               {{"kind", std::string(name)}, {"where", "ask"}});
}

/// A refusal that is only about the form of an amount is `bad_amount`; too large stays `overflow`.
Result<std::int64_t> amount_of(const json::value& value, int scale) {
  const auto* text = value.if_string();
  if (text == nullptr) return bad_amount(json::serialize(value));
  const auto number = parse_decimal(std::string_view(*text), scale);
  if (number.ok()) return *number;
  return number.error().code == "overflow" ? overflow() : bad_amount(std::string_view(*text));
}

Result<Ask> ask_of(const PlanData& plan, std::string_view name, const json::value& value) {
  if (name == "units") {
    TRY(units, amount_of(value, units_scale));
    return Ask{Buy{Units{units}}};
  }
  if (name != "pay" && name != "load") return unknown_ask(name);
  TRY(minor, amount_of(value, plan.minor));
  const Money money = Money::minor(minor);
  return name == "pay" ? Ask{Pay{money}} : Ask{Load{money}};
}

}  // namespace

Result<json::object> answer_ask(const PricePlan& plan, Instant at, const json::value& state_json, const json::value& ask_json) {
  const auto* object = ask_json.if_object();
  if (object == nullptr || object->size() != 1) return unknown_ask(json::serialize(ask_json));
  const auto& member = *object->begin();
  if (plan.data().version_at(at) == nullptr) return no_version(plan.data());
  TRY(ask, ask_of(plan.data(), member.key(), member.value()));
  TRY(state, state_from_json(state_json, plan));
  TRY(answer, quote(plan, at, state, ask));
  return to_json(answer, plan);
}

}  // namespace kwota::tariff
