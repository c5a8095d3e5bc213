// The edition of this server: the network edition serves other machines, the standalone one its own machine alone.   Begin with is_network_edition().
#pragma once
#include "base/time.h"
#include "serve/api/server_parts.h"

namespace kwota::serve {

/// Whether other machines are served, too. Of books that cannot be read they are: whoever asks hears what is wrong with them.
bool is_network_edition(store::Books& books, Instant now);
/// In the standalone edition whoever listens at another machine hears nothing any more; asked when the setting changes, and each second for a change whose moment has come.
void end_other_machines(ServerParts& parts);

}  // namespace kwota::serve
