// With whose eyes a question is asked: his station, his rights on each list as the list's own door has them, his own rows.
// Begin with viewer_of().
#pragma once
#include "serve/api/server_parts.h"
#include "serve/router/router.h"
#include "store/queries/subjects.h"

namespace kwota::serve {

queries::Viewer viewer_of(const ServerParts& server, const Call& call);
/// The same for whoever asks by no request: a job.
queries::Viewer viewer_for(const ServerParts& server, const books::Operator& who, Zone zone);

}  // namespace kwota::serve
