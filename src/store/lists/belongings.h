// Whose the rows of a list are: what an operator who works at one station sees of it. One sentence a list; where none is said, nobody of a station sees any.
// And which of them he may change, where those are fewer.   Begin with station_of().
#pragma once
#include <string>

#include "store/lists/views.h"

namespace kwota::store {

/// SQL that is true of the rows of a station, each @ is its code; "1": they are the whole utility's, "0": nobody's of a station.
std::string station_of(const View& view);
/// The same of the rows that who works there may change; empty: all that he sees. A decision refuses the others (readings::within_own_station).
std::string station_changes(const View& view);

}  // namespace kwota::store
