// How far an account is charged, as text for the books.
#include <boost/json.hpp>

#include "base/decimal.h"
#include "base/json_members.h"
#include "sell/tariff/use/day_charges.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/terms.h"

namespace kwota::tariff {
namespace {

namespace json = boost::json;

json::object units_json(const PeriodUnits& units) {
  json::object out;
  for (const auto& [period, amount] : units) out[period] = amount.e3;
  return out;
}

json::object state_json(const State& state) {
  json::object out;
  if (state.counter)
    out["counter"] = json::object{{"period", format_date(state.counter->period)},
                                  {"units", format_shortest(state.counter->units.e3, units_scale)}};
  json::object charged;
  for (const auto& [id, when] : state.charged) charged[id] = when;
  out["charged"] = std::move(charged);
  if (state.opened) out["opened"] = format_date(*state.opened);
  if (state.joined) out["joined"] = format_date(*state.joined);
  for (const auto& [name, number] : state.numbers) out[name] = number;
  if (!state.multiplier.empty()) out["multiplier"] = state.multiplier;
  return out;
}

Result<PeriodUnits> units_at(const json::object& in, std::string_view key) {
  PeriodUnits out;
  const auto* object = object_at(in, key);
  if (object == nullptr) return bad_state(StateFlaw::missing, key);
  for (const auto& [period, amount] : *object) {
    if (!amount.is_int64()) return bad_state(StateFlaw::not_a_number, key);
    out.emplace_back(period, Units{amount.get_int64()});
  }
  return out;
}

Result<State> state_at(const json::object& in, std::string_view key, const PricePlan& plan) {
  const auto* object = object_at(in, key);
  if (object == nullptr) return bad_state(StateFlaw::missing, key);
  return state_from_json(*object, plan);
}

}  // namespace

std::string to_text(const ChargeState& charge_state) {
  json::object out{{"day", format_date(charge_state.charged_to.day)},
                   {"registers", units_json(charge_state.charged_to.registers)},
                   {"version", charge_state.version},
                   {"season", charge_state.season},
                   {"before", state_json(charge_state.before)},
                   {"after", state_json(charge_state.after)},
                   {"used", units_json(charge_state.used)},
                   {"charged", charge_state.charged.minor()}};
  if (charge_state.period) out["period"] = format_date(*charge_state.period);
  json::object charged_for;
  for (const auto& [what, amount] : charge_state.charged_for) charged_for[what] = amount.minor();
  out["charged_for"] = std::move(charged_for);
  return json::serialize(out);
}

Result<ChargeState> charge_state_from_text(std::string_view text, const PricePlan& plan) {
  json::error_code bad;
  const auto value = json::parse(text, bad);
  const auto* in = bad ? nullptr : value.if_object();
  if (in == nullptr) return bad_state(StateFlaw::malformed, "standing");
  ChargeState out;
  TRY(day, parse_date(text_at(*in, "day")));
  TRY(registers, units_at(*in, "registers"));
  out.charged_to = {day, std::move(registers)};
  out.version = text_at(*in, "version");
  out.season = text_at(*in, "season");
  if (in->contains("period")) {
    TRY(period, parse_date(text_at(*in, "period")));
    out.period = period;
  }
  TRY(before, state_at(*in, "before", plan));
  TRY(after, state_at(*in, "after", plan));
  TRY(used, units_at(*in, "used"));
  out.before = std::move(before), out.after = std::move(after), out.used = std::move(used);
  const auto* charged = in->if_contains("charged");
  const auto* charged_for = object_at(*in, "charged_for");
  if (charged == nullptr || !charged->is_int64() || charged_for == nullptr) return bad_state(StateFlaw::missing, "charged");
  out.charged = Money::minor(charged->get_int64());
  for (const auto& [what, amount] : *charged_for) {
    if (!amount.is_int64()) return bad_state(StateFlaw::not_a_number, "charged_for");
    out.charged_for[what] = Money::minor(amount.get_int64());
  }
  return out;
}

}  // namespace kwota::tariff
