// The `charges` of a plan version as JSON, in the order in which they are taken.
#pragma once
#include <boost/json.hpp>

#include "sell/tariff/plan/plan_data.h"
#include "sell/tariff/plan/plan_reader.h"

namespace kwota::tariff {

std::vector<Charge> read_charges(const boost::json::array& list, const std::string& where, Problem& problem);

}  // namespace kwota::tariff
