// What a row about a well says of the well itself: its place, its class, what it is called.   Begin with say_well().
#pragma once
#include <string>

#include "books/reader.h"

namespace kwota::facts {

/// `out` has these texts; its area, a transformer's, where it asks for that too.
template <class Row>
void say_well(Row& out, const books::Well& well, const std::string& station) {
  out.station = station;
  out.village = well.village;
  if constexpr (requires { out.area; }) out.area = well.area;
  out.area_number = well.area_number;
  out.usage_class = well.usage_class;
  out.well = well.number;
  out.name = well.name;
}

}  // namespace kwota::facts
