// A card whose making broke off for good: the program was killed, and the blank card is lost, broken or given to nobody. What was paid for it is taken
// back and owed to the customer; his account may be given its first card again. Likewise a load that never reached its card, which a pump has locked since and
// holds without a record: it cannot be written before the lock is released, and that moves the counter on under which it was booked.
// Guarantees: only while no code that could give the money has left the vault – then no card anywhere holds it –, once, and by whoever may take a slip back.
// Never: money out of the drawer; that is pay_out().   Begin with give_up_making().
#pragma once
#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct GiveUpRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string reason;          ///< never empty
  std::int64_t approval = 0;
};
/// Errors: reason_missing, nothing_is_made {account}, making_in_doubt {sale}: a code has left the vault, the card itself says what became of it, or it is
/// blocked as lost; approval_needed, permission_denied and those of a desk and of purse_account().
Booked give_up_making(const books::Reader& books, const GiveUpRequest& request, const Context& context);

}  // namespace kwota::purse
