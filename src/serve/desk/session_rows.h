// Where somebody is signed in, as pages are told it: to himself, and to whoever keeps the operators.   Begin with session_rows().
#pragma once
#include <boost/json.hpp>
#include <string_view>

#include "serve/api/server_parts.h"

namespace kwota::serve {

/// Of one operator, the newest first. `here`: token of the session that asks.
boost::json::array session_rows(ServerParts& server, std::string_view name, std::string_view here);

}  // namespace kwota::serve
