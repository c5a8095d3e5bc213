// POST /accounts/open and /quotes/opening of a scheme whose card holds the money itself: a farmer, where he waters, a blank card, the first load.
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// The body's scheme, or that of the account which was granted, is one of purse cards.
bool opens_a_purse(const ServerParts& server, const Call& call);
void open_purse_account(ServerParts& server, const CallPtr& call);
void quote_purse_opening(ServerParts& server, const CallPtr& call);

}  // namespace kwota::serve
