// What a balance at the server begins with. Whoever offers one asks the same as whoever puts it there (keep.h).
// Begin with begins_with().
#pragma once
#include "sell/counter/order/supply.h"
#include "sell/tariff/use/day_charges.h"

namespace kwota::remote_account {

/// Prices that are in force, rates that the meter's registers tell, and nothing charged yet.
struct BeginsWith {
  tariff::State state;
  tariff::ChargeState charged;
};
/// Errors: currency_mismatch {currency, books}, no_version, plan_does_not_fit {why}, free_units_need_a_sale {plan}.
Result<BeginsWith> begins_with(const books::Reader& books, const counter::Supply& now, const counter::Context& context);

}  // namespace kwota::remote_account
