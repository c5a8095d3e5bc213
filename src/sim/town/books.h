// The books of a simulated town: one station with an open shift, and an account for each meter. Begin with found_town().
#pragma once
#include "people/context.h"
#include "sim/town/meters.h"
#include "store/books.h"

namespace kwota::sim {

inline constexpr std::int64_t town_first_account = 1'000'001;  ///< account of the first meter; the others follow

/// Everything that a day needs in the books, before it begins.
Result<void> found_town(store::Books& books, Meters& meters, const people::Context& cashier);
/// Who sells, and who orders readings.
books::Operator town_cashier();
books::Operator town_technician();
inline constexpr auto town_station = "E", town_till = "T-01";

}  // namespace kwota::sim
