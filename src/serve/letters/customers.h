// Letters to customers who want them: the receipt of what they paid, a low balance at the server, a disconnection that is ahead, and what is to be said of
// their supplies (supplies.h). Found out by looking, every round; no sale waits for it or knows of it.
// Guarantees: one letter a receipt; of a low balance and of a disconnection one until he has paid again; who wants none gets none.
// Begin with write_to_customers().
#pragma once
#include <vector>

#include "serve/api/server_parts.h"
#include "work/letters/decisions.h"

namespace kwota::serve {

/// How far it has looked. A program that begins looks an hour back: what it wrote before it was ended is not written again.
struct LookedAt {
  Instant receipts{}, balances{};
  LocalDate supplies{};  ///< on which they were looked at
};
/// Whoever wants to hear of us, in whichever way.
std::vector<CustomerNumber> customers_who_hear(const books::Reader& books);
/// Of balances at the server that are low, or that a day like the last one brings to a disconnection.
std::vector<letters::Wanted> letters_of_balances(const books::Reader& books, Instant now);
/// What a letter to a customer would say now: it may have waited for the quiet hours or for a relay, and he may have paid, or the meter taken in what he paid
/// for. Nothing: what it tells is not so any more.
std::optional<letters::Wanted> as_of_now(const books::Reader& books, const books::Letter& letter, const Zone& zone, Instant now, tariff::PlanCache* plans);
/// Of one receipt; nothing: he wants none, that way leads nowhere now, or it was written already.
std::optional<letters::Wanted> letter_of_receipt(const books::Reader& books, const books::Sale& sale, const Zone& zone, Instant now);

void write_to_customers(ServerParts& server, LookedAt& looked);

}  // namespace kwota::serve
