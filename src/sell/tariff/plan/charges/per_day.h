// An amount for each local day since it was last taken: a standing charge by the day.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline constexpr ChargeKind per_day{
    .word = "per_day",
    .figure = ChargeFigure::amount,
    .keys = {.times = true, .factor = true},
    .rhythm = Rhythm::day,
    .line = amount_each_time,
};

}  // namespace kwota::tariff
