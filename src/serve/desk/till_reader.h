// The reader that belongs to the caller's till. Whoever works with cards sees and uses what lies there, and nothing else.
// Begin with submit_card_work().
#pragma once
#include "serve/api/server_parts.h"
#include "serve/desk/card_desk.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// Errors: till_not_chosen, reader_not_chosen.
Result<std::string> reader_of(const ServerParts& server, const Call& call);
/// May be shown who a card belongs to: works with cards, and may read customers.
bool sees_cards(const books::Operator& who);
/// CardDesk::submit at the caller's own reader; refuses the call with the errors above and those of the desk.
void submit_card_work(ServerParts& server, const CallPtr& call, CardDesk::Work work);
void submit_card_work(ServerParts& server, const CallPtr& call, CardDesk::Work work, std::function<void(Error)> refused);

/// GET /reader, GET /events, PUT /session/reader.
void add_reader_routes(Router& router, ServerParts& server);

}  // namespace kwota::serve
