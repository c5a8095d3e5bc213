// Letters to people who work here: what the bell tells them, as far as they chose it, and what they have made by plan.
// Guarantees: nobody gets a letter of what he may not hear or may not have – asked when it is written, and again before it leaves.
// Begin with letters_of_notices(), content_of().
#pragma once
#include <vector>

#include "serve/api/server_parts.h"
#include "work/letters/outbox.h"

namespace kwota::serve {

/// Of notices that were raised just now; none while no relay is set.
std::vector<letters::Wanted> letters_of_notices(const books::Reader& books, const std::vector<books::Notice>& notices, Instant now);

/// What goes with a letter, or why it goes no more: who it is for has left, chose another address, lost the right, wants none any more; the file is gone.
letters::Content content_of(ServerParts& server, const books::Letter& letter);

}  // namespace kwota::serve
