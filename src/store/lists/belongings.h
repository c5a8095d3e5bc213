// Whose the rows of a list are: what an operator who works at one station sees of it. One sentence a list; where none is said, nobody of a station sees any.
// Begin with station_of().
#pragma once
#include <string>

#include "store/lists/views.h"

namespace kwota::store {

/// SQL that is true of the rows of a station, each @ is its code; "1": they are the whole utility's, "0": nobody's of a station.
std::string station_of(const View& view);

}  // namespace kwota::store
