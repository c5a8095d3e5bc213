// The people and things of a filled sample: what stands in its registers, each by its place and the seed. Begin with first_rows_of(), add_household().
#pragma once
#include "books/decision.h"
#include "sim/town/fill.h"

namespace kwota::sim {

inline constexpr std::int64_t fill_first_account = 100'001;

std::string fill_station(std::int64_t index);  ///< "E01"
inline constexpr auto fill_till = "T-01";
books::Operator fill_cashier(std::int64_t station);
CardSerial fill_card(std::int64_t account);

/// Utility, stations with their tills, places, plan and people.
books::Changes first_rows_of(const FillSettings& settings);
/// A customer with service point, meter, account and card. `index` from 0.
void add_household(books::Changes& changes, const FillSettings& settings, std::int64_t index, Instant now);

}  // namespace kwota::sim
