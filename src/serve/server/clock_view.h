// What the console is told of the machine's clock. Begin with clock_view().
#pragma once
#include <boost/json.hpp>

#include "serve/api/house.h"

namespace kwota::serve {

/// {doubt: none|one_person|two_persons, now, newest, expected}.
boost::json::object clock_view(const House& house);

}  // namespace kwota::serve
