#include "sell/tariff/use/ask_json.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/plan_check.h"
#include "sell/tariff/use/measured.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

Error unknown_ask(std::string_view name) {
  return error(Fault::request, Cause::plan_kind_unknown, fmt::format("This version cannot compute the ask \"{}\".", name),
               {{"kind", std::string(name)}, {"where", "ask"}});
}

/// A refusal that is only about the form of an amount is `bad_amount`; too large stays `overflow`.
Result<std::int64_t> amount_of(const json::value& value, int scale) {
  const auto* text = value.if_string();
  if (text == nullptr) return bad_amount(json::serialize(value));
  const auto number = parse_decimal(std::string_view(*text), scale);
  if (number.ok()) return *number;
  return cause_of(number.error()) == Cause::overflow ? overflow() : bad_amount(std::string_view(*text));
}

Result<Units> units_of(const json::value& value) {
  const auto* text = value.if_string();
  if (text == nullptr) return bad_amount(json::serialize(value));
  const auto units = parse_units(std::string_view(*text));
  if (units.ok()) return *units;
  return cause_of(units.error()) == Cause::overflow ? overflow() : bad_amount(std::string_view(*text));
}

Result<Ask> ask_of(const PlanData& plan, std::string_view name, const json::value& value) {
  if (name == "units") {
    TRY(units, units_of(value));
    return Ask{Buy{units}};
  }
  if (name != "pay" && name != "load") return unknown_ask(name);
  TRY(minor, amount_of(value, plan.minor));
  const Money money = Money::minor(minor);
  return name == "pay" ? Ask{Pay{money}} : Ask{Load{money}};
}

Result<PeriodUnits> period_units(const json::value& value) {
  PeriodUnits all;
  const auto* periods = value.if_object();
  if (periods == nullptr) {
    TRY(units, units_of(value));
    all.emplace_back("", units);
    return all;
  }
  for (const auto& period : *periods) {
    TRY(units, units_of(period.value()));
    all.emplace_back(std::string(period.key()), units);
  }
  return all;
}

Result<Instant> instant_of(const json::value& value) { return parse_instant(value.is_string() ? std::string_view(value.as_string()) : ""); }

Result<LoadProfile> intervals_of(const json::value& value) {
  LoadProfile load;
  const auto* list = value.if_array();
  if (list == nullptr) return bad_amount(json::serialize(value));
  for (const auto& item : *list) {
    const auto* triple = item.if_array();
    if (triple == nullptr || triple->size() != 3) return bad_amount(json::serialize(item));
    TRY(begin, instant_of((*triple)[0]));
    TRY(end, instant_of((*triple)[1]));
    TRY(units, units_of((*triple)[2]));
    load.intervals.push_back({begin, end, units});
  }
  return load;
}

Result<BillAsk> bill_of(const json::value& value) {
  const auto* object = value.if_object();
  if (object == nullptr) return bad_amount(json::serialize(value));
  BillAsk bill;
  for (const auto& member : *object) {
    const std::string_view key = member.key();
    const auto* text = member.value().if_string();
    if (key == "from" || key == "to") {
      TRY(date, parse_date(text == nullptr ? std::string_view() : std::string_view(*text)));
      (key == "from" ? bill.from : bill.to) = date;
    } else if (key == "units") {
      TRY(units, period_units(member.value()));
      bill.units = std::move(units);
    } else if (key == "months") {
      bill.months = text != nullptr ? std::string(*text) : json::serialize(member.value());
    } else {
      return unknown_ask("bill with " + std::string(key));
    }
  }
  return bill;
}

/// Asks about what was used, not sold.
Result<Quote> price_measured(const PricePlan& plan, Instant at, const State& state, std::string_view name, const json::value& value) {
  if (name == "usage") {
    TRY(units, period_units(value));
    return price_usage(plan, at, state, Usage{units});
  }
  if (name == "intervals") {
    TRY(load, intervals_of(value));
    return price_load(plan, at, state, load);
  }
  TRY(bill, bill_of(value));
  return price_bill(plan, state, bill);
}

}  // namespace

Result<json::object> answer_ask(const PricePlan& plan, Instant at, const json::value& state_json, const json::value& ask_json) {
  const auto* object = ask_json.if_object();
  if (object == nullptr || object->size() != 1) return unknown_ask(json::serialize(ask_json));
  const auto& member = *object->begin();
  if (member.key() == "usage" || member.key() == "intervals" || member.key() == "bill") {
    TRY(state, state_from_json(state_json, plan));
    TRY(answer, price_measured(plan, at, state, member.key(), member.value()));
    return to_json(answer, plan);
  }
  if (plan.data().version_at(at) == nullptr) return no_version(plan.data());
  TRY(ask, ask_of(plan.data(), member.key(), member.value()));
  TRY(state, state_from_json(state_json, plan));
  TRY(answer, quote(plan, at, state, ask));
  return to_json(answer, plan);
}

}  // namespace kwota::tariff
