// Where the utility asks for a PSAM beside each till: who was admitted by his, and until when. Asked before money moves on a card that holds it
// itself; a counter that seals with a PSAM or a load SAM has its own already.
// Begin with may_move_purses().
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "work/counter_vault/admission.h"

namespace kwota::serve {

/// Errors: `psam_wanted`, `counter_vault_void`.
Result<void> may_move_purses(ServerParts& server, const Call& call);
/// Null: none is asked for here; else {"state": "wanted" or "admitted", "terminal", "since"}.
boost::json::value admission_view(ServerParts& server, const Call& call);
/// POST /session/admission. `view`: what is answered when it is done.
void admit_till(ServerParts& server, const CallPtr& call, std::function<boost::json::object()> view);

}  // namespace kwota::serve
