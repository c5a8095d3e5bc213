// The address in the first line of a request: path and query as a client sent them.   Begin with take_target().
#pragma once
#include <string_view>

#include "serve/http/http.h"

namespace kwota::serve {

/// Decodes path and query into the request. False: that is no address of ours.
bool take_target(Request& request, std::string_view target);

}  // namespace kwota::serve
