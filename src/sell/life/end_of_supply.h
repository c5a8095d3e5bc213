// The end of a supply: the account is closed, its meter comes off, and whatever is left finds its owner – in one decision, with one slip.
// What the meter held is known as at a swap (final_balance.h): by its own word after the closing order, or two people say it of a meter that cannot speak.
// Guarantees: what is left goes one way and once – handed back by an agreed tender, onto another account, or it stays owed by name –; a debt is never
// forgotten: it is settled before, or stays as a claim; the meter's word, whenever it turns up, still finds the account.
// Never: refunds by guess.   Begin with end_supply().
#pragma once
#include <string>

#include "books/parts/leftover.h"
#include "base/words.h"
#include "sell/life/final_balance.h"

namespace kwota::life {

using books::Leftover;

struct EndRequest {
  counter::Claim claim;
  std::int64_t account = 0;
  std::string reason;            ///< never empty
  TypedBalance word;
  Leftover leftover = Leftover::paid_out;
  std::int64_t to_account = 0;
  std::string tender = "cash", reference;  ///< of what is paid out
  bool claim_debt = false;       ///< what is owed leaves the account and stands as a claim; without it such an account is not closed
  std::int64_t approval = 0;
};

/// Kind `refund`. What two people must say – a meter that cannot speak, money beyond the cash that was paid in, money for another customer – asks for the second
/// person whatever the amount; else the limit of refunds does.
/// Errors: permission_denied (close_account), reason_missing, account_not_open {account}, balance_at_office: end that first; meter_still_feeds {meter}, account_in_debt
/// {debt}, unknown_account, same_account, target_closed {account}, drawer_short {cash}, those of final_balance(), of a tender, a desk and of second_person().
counter::Booked end_supply(const books::Reader& books, const EndRequest& request, const Context& context);

}  // namespace kwota::life
