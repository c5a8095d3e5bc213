// POST /pump-tools/preview, /pump-tools: tool cards of a pump crew.
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"

namespace kwota::serve {

void add_pump_tool_routes(Router& router, ServerParts& server);

}  // namespace kwota::serve
