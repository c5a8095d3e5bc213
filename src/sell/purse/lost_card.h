// A farmer's card is lost or broken: blocked at once, replaced when he comes, and what it held is paid over to the new card, once – when the wells'
// records are in, or after the waiting time, always by two persons.
// Guarantees: what the lost card held is never paid over twice, nor while a booking of it is not settled; what it spends after that is an
// exception with a name.   Begin with block_purse(), then replace_card(), then pay_over().
#pragma once
#include <string>

#include "sell/counter/paying.h"
#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct BlockPurse {
  std::int64_t account = 0;
  std::string reason;      ///< never empty
};
/// Card and purse. A booking in doubt is settled without the card (settle_without_card()). One that never got its first money holds nothing that could wait: what
/// was paid for it is given up (broken_making.h), not blocked. Errors: permission_denied, reason_missing, purse_not_active {state}, making_broken_off {sale} and
/// those of purse_account().
Result<books::Decision<books::Purse>> block_purse(const books::Reader& books, const BlockPurse& request, const Context& context);

struct ReplaceRequest {
  Claim claim;
  std::int64_t account = 0;
  Result<CardSerial> chip = no_card();  ///< of the blank card on the reader
  counter::Paying paying = {};      ///< of the card's fee
};
/// The account's next purse, with an empty card. Errors: purse_not_blocked {state}, no_card, that of making_not_broken_off(), and those of a desk.
Booked replace_card(const books::Reader& books, const ReplaceRequest& request, const Context& context);

/// The purse of the card that follows a lost one.
books::Purse purse_after(const books::Purse& lost, Instant now);
/// Nobody has its card any more: the next edition of the black list has it, and what it held waits. The purse is changed in place; whoever decides puts it.
void lose_card(const books::Reader& books, books::Purse& purse, const std::string& reason, Instant now, books::Changes& changes);
/// What it held has gone to the next card, by this booking: `amount` of it; the rest of what it held is not known. Its purse ends.
void end_lost_purse(books::Purse& lost, const books::Sale& sale, Money amount, Instant now, books::Changes& changes);

/// What of the account's lost card waits to be paid over: at most what it showed last. Nothing: no card of it is lost.
std::optional<Money> waiting(const books::Reader& books, std::int64_t account);

/// Before the account is closed: afterwards it would be nobody's. Error `purse_waits` {account}.
Result<void> nothing_waits(const books::Reader& books, std::int64_t account);

struct PayOverRequest {
  Claim claim;
  std::int64_t account = 0;
  Result<CardSeen> seen = no_card();  ///< the new card
  std::int64_t approval = 0;        ///< always
};
/// Errors: nothing_waits {account}, waits_until {time}, approval_needed, permission_denied and all that load() refuses.
Booked pay_over(const books::Reader& books, const PayOverRequest& request, const Context& context);

}  // namespace kwota::purse
