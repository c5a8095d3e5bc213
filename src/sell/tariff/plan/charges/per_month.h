// An amount for each calendar month, taken with the first sale in it: a standing charge.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline constexpr ChargeKind per_month{
    .word = "per_month",
    .figure = ChargeFigure::amount,
    .keys = {.times = true, .first = true, .catch_up = true},
    .rhythm = Rhythm::month,
    .line = amount_each_time,
};

}  // namespace kwota::tariff
