// The `energy` of a plan version as JSON: flat, additive steps, steps with their own price, sets, by season.
#pragma once
#include <boost/json.hpp>

#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/plan_reader.h"

namespace kwota::tariff {

std::map<std::string, EnergyTerms, std::less<>> read_energy_by_season(const boost::json::value& value, const std::string& where,
                                                                      Problem& problem);

}  // namespace kwota::tariff
