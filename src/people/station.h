// What an operator's own station lets him see and change. Who belongs to no station works at each of them.
// Begin with works_at().
#pragma once
#include <string_view>

#include "people/permissions.h"

namespace kwota::people {

inline bool works_at(const books::Operator& who, std::string_view station) { return who.station.empty() || who.station == station; }
/// Of what may be no station's own and is everybody's then: an empty name.
inline bool concerns(const books::Operator& who, std::string_view station) { return station.empty() || works_at(who, station); }

/// What counts at every station alike – prices, settings, slips, the end of a month, the key office – is the whole utility's. Who works at one station sees it and changes none of
/// it, whatever he may at his own: a colleague of his there would be second person enough, and the other stations would hear of it afterwards.
/// Errors: permission_denied {permission}, `whole_utility` {station}.
Result<void> require_for_whole_utility(const books::Operator& who, Right right);

}  // namespace kwota::people
