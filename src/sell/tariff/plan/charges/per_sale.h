// An amount with each sale: a fee for the transaction.
#pragma once
#include "sell/tariff/plan/charge_kind.h"

namespace kwota::tariff {

inline constexpr ChargeKind per_sale{.word = "per_sale", .figure = ChargeFigure::amount, .line = amount_each_time};

}  // namespace kwota::tariff
