// What one person may not do alone: refused by the use-case, turned into a request for a second person here.
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"

namespace kwota::serve {

/// `approval_needed` becomes 202 {approval: {number, action, content}}; every other refusal is a problem document.
/// Writes to the books: not on the writer's thread.
void refuse_or_ask(ServerParts& server, const CallPtr& call, const Error& why);

/// Whoever decides requests hears of it: asked, approved, rejected – by whatever it was answered.
void publish_approval(ServerParts& server, const books::Approval& row);

}  // namespace kwota::serve
