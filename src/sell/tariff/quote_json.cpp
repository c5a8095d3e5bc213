#include <fmt/format.h>

#include <limits>

#include "base/decimal.h"
#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/refusal.h"
#include "sell/tariff/quote.h"
#include "sell/tariff/terms.h"

namespace kwota::tariff {
namespace json = boost::json;
namespace {

constexpr std::int64_t units_max = std::numeric_limits<std::int64_t>::max() / 2 / 1000;

json::object line_json(const Line& line, int minor) {
  json::object out{{"id", line.id}};
  if (!line.version.empty()) out["version"] = line.version;
  if (!line.season.empty()) out["season"] = line.season;
  if (!line.period.empty()) out["period"] = line.period;
  if (line.step) out["step"] = *line.step;
  if (line.units) out["units"] = format_shortest(line.units->e3, units_scale);
  if (!line.price.empty()) out["price"] = line.price;
  if (!line.count.empty()) out["count"] = line.count;
  if (line.base) out["base"] = line.exact_base.empty() ? format_money(*line.base, minor) : line.exact_base;
  out["amount"] = format_money(line.amount, minor);
  if (line.memo) out["memo"] = true;
  if (line.left) out["left"] = format_money(*line.left, minor);
  return out;
}

/// A number of the account, written as a number or as a decimal in quotation marks.
Result<std::string> number_text(const json::value& value, std::string_view key) {
  if (const auto* text = value.if_string()) return std::string(*text);
  if (const auto* whole = value.if_int64()) return std::to_string(*whole);
  return bad_state(StateFlaw::not_a_number, key);
}

Result<std::string> required_text(const json::object& object, std::string_view key) {
  const auto* value = object.if_contains(key);
  if (value == nullptr || !value->is_string()) return bad_state(StateFlaw::missing, key);
  return std::string(value->as_string());
}

Result<State::Counter> counter_from(const json::value& value, std::string_view key) {
  const auto* object = value.if_object();
  if (object == nullptr) return bad_state(StateFlaw::malformed, key);
  State::Counter counter;
  if (object->contains("period")) {
    TRY(period, required_text(*object, "period"));
    TRY(date, parse_date(period));
    counter.period = date;
  }
  TRY(text, required_text(*object, "units"));
  TRY(units, parse_units(text));
  counter.units = units;
  return counter;
}

Result<std::vector<Debt>> debts_from(const json::value& value, int minor) {
  const auto* list = value.if_array();
  if (list == nullptr) return bad_state(StateFlaw::malformed, "debts");
  std::vector<Debt> debts;
  for (const auto& item : *list) {
    const auto* object = item.if_object();
    if (object == nullptr) return bad_state(StateFlaw::malformed, "debt");
    TRY(id, required_text(*object, "id"));
    TRY(balance_text, required_text(*object, "balance"));
    TRY(balance, parse_money(balance_text, minor));
    TRY(rule_text, required_text(*object, "rule"));
    // "amount" is what states from outside also call a fixed sum; inside it has the one word.
    const auto rule = parse_word<DebtTakes>(rule_text == "amount" ? "fixed" : rule_text);
    if (!rule) return bad_state(StateFlaw::unknown_rule, id);
    std::string amount;
    if (object->contains("value")) {
      TRY(text, required_text(*object, "value"));
      amount = text;
    }
    debts.push_back({id, balance, *rule, amount});
  }
  return debts;
}

Result<void> charged_from(const json::value& value, State& state) {
  const auto* object = value.if_object();
  if (object == nullptr) return bad_state(StateFlaw::malformed, "charged");
  for (const auto& member : *object) {
    const auto* text = member.value().if_string();
    if (text == nullptr) return bad_state(StateFlaw::not_a_date, "charged");
    state.charged[std::string(member.key())] = std::string(*text);
  }
  return {};
}

}  // namespace

json::object to_json(const Quote& quote, const PricePlan& plan) {
  const int minor = plan.minor_digits();
  json::object out;
  if (!quote.version.empty()) out["version"] = quote.version;
  if (quote.period) out["period"] = format_date(*quote.period);
  if (!quote.season.empty()) out["season"] = quote.season;
  if (quote.sold_units) out["units"] = format_shortest(quote.units.e3, units_scale);
  if (quote.free_units.e3 > 0) out["free_units"] = format_shortest(quote.free_units.e3, units_scale);
  if (!quote.usage.empty()) {
    json::object usage;
    for (const auto& [period, units] : quote.usage) usage[period] = format_shortest(units.e3, units_scale);
    out["usage"] = std::move(usage);
  }
  if (!quote.parts.empty()) {
    json::array parts;
    for (const Quote::Part& part : quote.parts) parts.push_back(json::object{{"from", format_date(part.from)}, {"days", part.days}});
    out["parts"] = std::move(parts);
  }
  json::array lines;
  for (const Line& line : quote.lines) lines.push_back(line_json(line, minor));
  out["lines"] = std::move(lines);
  out["total"] = format_money(quote.total, minor);
  if (quote.residue) out["residue"] = format_money(*quote.residue, minor);
  if (quote.credit) out["credit"] = format_money(*quote.credit, minor);
  if (quote.counter_after) out["counter_after"] = format_shortest(quote.counter_after->e3, units_scale);
  if (quote.meter_units) out["meter_units"] = format_shortest(quote.meter_units->e3, units_scale);
  return out;
}

Result<Units> parse_units(std::string_view text) {
  // Whole units and thousandths apart: together they are wider than one plain decimal may be.
  const auto point = text.find('.');
  if (point == std::string_view::npos || point == 0) {
    TRY(whole, parse_decimal(text, 0));
    if (whole > units_max || whole < -units_max) return overflow();
    return Units{whole * 1000};
  }
  TRY(whole, parse_decimal(text.substr(0, point), 0));
  TRY(part, parse_decimal("0" + std::string(text.substr(point)), units_scale));
  if (whole > units_max || whole < -units_max) return overflow();
  return Units{whole * 1000 + (text.front() == '-' ? -part : part)};
}

json::object to_json(const Next& next) {
  json::object out{{"price", next.price}, {"step", next.step}};
  if (next.left_in_step) out["left_in_step"] = format_shortest(next.left_in_step->e3, units_scale);
  if (!next.price_after.empty()) out["price_after"] = next.price_after;
  return out;
}

Result<State> state_from_json(const json::value& value, const PricePlan& plan) {
  const auto* object = value.if_object();
  if (object == nullptr) return bad_state(StateFlaw::malformed, "state");
  State state;
  for (const auto& member : *object) {
    const std::string_view key = member.key();
    if (key == "counter" || key == "free") {
      TRY(counter, counter_from(member.value(), key));
      (key == "counter" ? state.counter : state.free) = counter;
    } else if (key == "charged") {
      MUST(charged_from(member.value(), state));
    } else if (key == "opened" || key == "joined") {
      TRY(text, required_text(*object, key));
      TRY(date, parse_date(text));
      (key == "opened" ? state.opened : state.joined) = date;
    } else if (key == "debts") {
      TRY(debts, debts_from(member.value(), plan.minor_digits()));
      state.debts = std::move(debts);
    } else {
      TRY(number, number_text(member.value(), key));
      if (key == "multiplier") state.multiplier = number;
      else state.numbers[std::string(key)] = number;
    }
  }
  return state;
}

}  // namespace kwota::tariff
