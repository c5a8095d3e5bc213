// A loss as JSON: of a night, or from one reading day to the next.
#pragma once
#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/readings/losses.h"
#include "serve/desk/shown.h"

namespace kwota::serve {

inline boost::json::object loss_json(const readings::Loss& loss) {
  boost::json::array without;
  for (const auto& meter : loss.without) without.push_back(boost::json::value(to_text(meter)));
  return {{"area", loss.area}, {"commodity", word_of(loss.commodity)}, {"from", format_date(loss.from)}, {"to", format_date(loss.to)}, {"total", energy_text(loss.total)},
          {"used", format_kwh(loss.used)}, {"loss", energy_text(loss.loss)},
          {"percent", loss.per_myriad ? boost::json::value(format_decimal(*loss.per_myriad, 2)) : boost::json::value(nullptr)},
          {"meters", loss.meters}, {"read", loss.read}, {"unreleased", loss.unreleased}, {"complete", loss.complete()}, {"without", std::move(without)}};
}

}  // namespace kwota::serve
