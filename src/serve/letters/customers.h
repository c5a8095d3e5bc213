// Letters to customers who want them: the receipt of what they paid, a low balance at the server, a disconnection that is ahead. Found out by looking, every
// round; no sale waits for it or knows of it.
// Guarantees: one letter a receipt; of a low balance and of a disconnection one until he has paid again; who wants none gets none.
// Begin with write_to_customers().
#pragma once
#include "serve/api/server_parts.h"

namespace kwota::serve {

/// How far it has looked. A program that begins looks an hour back: what it wrote before it was ended is not written again.
struct LookedAt {
  Instant receipts{}, balances{};
};
void write_to_customers(ServerParts& server, LookedAt& looked);

}  // namespace kwota::serve
