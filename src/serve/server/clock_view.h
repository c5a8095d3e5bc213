// What the console is told of the machine's clock. Begin with clock_view().
#pragma once
#include <boost/json.hpp>

#include "serve/api/server_parts.h"

namespace kwota::serve {

/// {doubt: none|one_person|two_persons, now, newest, expected}.
boost::json::object clock_view(const ServerParts& parts, const books::Reader& books);

}  // namespace kwota::serve
