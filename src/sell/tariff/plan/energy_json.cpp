#include "sell/tariff/plan/energy_json.h"

#include <fmt/format.h>

namespace kwota::tariff {
namespace json = boost::json;
namespace {

PriceList read_price(const json::value& value, const std::string& where, Problem& problem) {
  PriceList price;
  const auto* periods = value.if_object();
  if (periods == nullptr) {
    price.flat_e8 = decimal_of(value, price_scale, where, problem);
    return price;
  }
  if (periods->empty()) problem.report(where, PlanFault::price_missing);
  if (!problem.holds(periods->size(), list_most, where)) return price;
  for (const auto& period : *periods)
    price.by_period.emplace_back(std::string(period.key()), decimal_of(period.value(), price_scale, where + "/" + std::string(period.key()), problem));
  return price;
}

std::vector<Step> read_steps(const json::array& list, const std::string& where, std::string_view price_key, Problem& problem) {
  std::vector<Step> steps;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const Fields fields(list[i], fmt::format("{}/{}", where, i), problem, {"to", price_key});
    Step step;
    if (fields.has("to")) step.to_e3 = fields.decimal("to", units_scale);
    const bool adds = price_key == "add";
    if (adds) step.price.flat_e8 = fields.decimal(price_key, price_scale);
    else step.price = read_price(fields.need(price_key), fields.at(price_key), problem);
    steps.push_back(std::move(step));
  }
  return steps;
}

EnergyTerms read_sets(const Fields& fields, Problem& problem) {
  EnergyTerms terms;
  terms.kind = EnergyKind::sets;
  const auto& sets = fields.list("sets");
  for (std::size_t i = 0; i < sets.size(); ++i) {
    const Fields inner(sets[i], fmt::format("{}/{}", fields.at("sets"), i), problem, {"upto", "steps"});
    PriceSet set;
    if (inner.has("upto")) set.upto_e3 = inner.decimal("upto", units_scale);
    set.steps = read_steps(inner.list("steps"), inner.at("steps"), "price", problem);
    terms.sets.push_back(std::move(set));
  }
  return terms;
}

EnergyTerms read_energy(const json::value& value, const std::string& where, Problem& problem) {
  const Fields fields(value, where, problem, {"price", "steps", "sets"});
  if (fields.has("sets")) {
    if (fields.has("price") || fields.has("steps")) problem.report(where, PlanFault::sets_alone);
    return read_sets(fields, problem);
  }
  EnergyTerms terms;
  if (fields.has("price")) terms.price = read_price(fields.need("price"), fields.at("price"), problem);
  else if (!fields.has("steps")) problem.report(fields.at("price"), PlanFault::price_missing);
  if (fields.has("steps")) {
    terms.kind = fields.has("price") ? EnergyKind::additive_steps : EnergyKind::own_steps;
    const auto key = terms.kind == EnergyKind::additive_steps ? "add" : "price";
    terms.sets.push_back({std::nullopt, read_steps(fields.list("steps"), fields.at("steps"), key, problem)});
  }
  return terms;
}

}  // namespace

std::map<std::string, EnergyTerms, std::less<>> read_energy_by_season(const json::value& value, const std::string& where,
                                                                      Problem& problem) {
  std::map<std::string, EnergyTerms, std::less<>> all;
  const auto* object = value.if_object();
  if (object == nullptr || !object->contains("by_season")) {
    all[""] = read_energy(value, where, problem);
    return all;
  }
  const Fields fields(value, where, problem, {"by_season"});
  const auto* seasons = fields.need("by_season").if_object();
  if (seasons == nullptr || seasons->empty()) problem.report(fields.at("by_season"), PlanFault::season_prices);
  else if (problem.holds(seasons->size(), list_most, fields.at("by_season")))
    for (const auto& season : *seasons) {
      const std::string name(season.key());
      all[name] = read_energy(season.value(), fields.at("by_season") + "/" + name, problem);
    }
  return all;
}

}  // namespace kwota::tariff
