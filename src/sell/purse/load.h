// Money goes onto a farmer's card: quoted, booked, and brought onto it by the card's own counter. A card is made with its first load.
// Guarantees: booked once for a client key; one booking of a card at a time; what a card shall show afterwards – its counter – is said when
// it is booked, so that nothing else is ever taken for it.
// Never: talks to a card, or says what became of it (outcome.h).   Begin with quote_load(), then load().
#pragma once
#include <string>
#include <vector>

#include "sell/counter/account/recovered.h"
#include "sell/counter/paying.h"
#include "sell/counter/unusual.h"
#include "sell/purse/purse_account.h"

namespace kwota::purse {

struct LoadQuote {
  std::string id;            ///< "<account>.<amount>.<mark>"
  std::int64_t account = 0;
  Money amount;              ///< that is paid
  Money credit;              ///< of it onto the card: without what debts take
  Money before, after;       ///< on the card
  bool issues = false;       ///< the account's first card is made
  counter::Shares recovered; ///< what debts by name take of it; an account of a purse has no plan that caps them
  std::vector<debts::Owed> owed;
  std::vector<counter::Confirmation> confirm;
};
struct LoadQuoteRequest {
  std::int64_t account = 0;
  std::string pay;                 ///< "100.00"
  Result<CardSeen> seen = no_card();  ///< nothing: his card is still to be made
};
/// Errors: bad_amount, over_precise, debts_take_all {need}, hoarding {limit, most}, next_card_first, those of purse_account(), may_be_loaded(), usable(), nothing_unsettled().
Result<LoadQuote> quote_load(const books::Reader& books, const LoadQuoteRequest& request, const Context& context);

struct LoadRequest {
  Claim claim;
  std::string quote;               ///< id of the quote that was shown
  Result<CardSeen> seen = no_card();  ///< the card on the reader; a blank one when a card is made
  counter::Paying paying = {};
  std::vector<std::string> confirmed = {};
};
/// Errors: quote_unknown, quote_stale {quote}, confirmation_needed {codes}, permission_denied, those of a desk, of quote_load() and of taken().
Booked load(const books::Reader& books, const LoadRequest& request, const Context& context);

/// The first load of an account that may not be in the books yet (opening.h): its card is made with it. `request.quote` is not looked at.
Booked first_load(const books::Reader& books, const PurseAccount& at, const std::string& pay, const LoadRequest& request, const Context& context);
Result<LoadQuote> quote_first_load(const books::Reader& books, const PurseAccount& at, const std::string& pay, const Result<CardSeen>& seen, const Context& context);

struct SupplementRequest {
  Claim claim;
  std::int64_t account = 0;
  std::string amount;              ///< "50.00"
  std::string reason_code;         ///< of the code table "reason"
  std::string reason;
  Result<CardSeen> seen = no_card();
  std::int64_t approval = 0;
};
/// Money onto the card that nobody paid, for a reason; above the limit with a second person. Errors: reason_missing, reason_unknown, approval_needed
/// and all that load() refuses.
Booked supplement(const books::Reader& books, const SupplementRequest& request, const Context& context);

}  // namespace kwota::purse
