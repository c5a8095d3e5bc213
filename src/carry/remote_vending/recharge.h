// Credit over a meter's line as a dialogue, without I/O: opening, recharge, closing. What may leave the house is in the journal
// first. Guarantees: it ends as done, not done or in doubt, by the meter's own sealed word about its purchase count, never by a bare
// answer; after silence nothing is sent again but the question how it stands, in a new session – and with a new session every block
// that may still be under way is worthless, so "not done" is final. Never: chooses a purchase count. Begin with recharge().
#pragma once
#include "base/random.h"
#include "carry/dialogue/outcome.h"
#include "carry/remote_vending/remote_vending.h"

namespace kwota::dlt645 {

using dialogue::Outcome;

struct CreditOrder {
  Station station;
  bool opens = false;   ///< open the account for `customer`
  bool closes = false;  ///< end it: the meter gives up what it holds and opens its contactor; without amount
  CustomerNumber customer;
  Money amount;                        ///< 0 is a void of that count
  SequenceNumber count;                ///< owned by the sale
  Random1 random1{}, random1_after{};  ///< fresh, used once: for the session, and for the one after a lost answer
};
CreditOrder with_randoms(CreditOrder order, Random& random);

struct Delivered {
  Outcome outcome = Outcome::in_doubt;
  std::string evidence;          ///< one English sentence for the journal
  std::optional<Error> cause{};  ///< why it was not done, or is in doubt
  std::optional<Account> before{}, after{};
};
/// Of a closing "done" is the meter's own sealed word that it took a closing under this count. Never ends with an Error. Causes beside those above: `count_does_not_fit`{meter, wanted},
/// `other_credit_has_this_number`{count, amount, wanted}: both need a person; `amount_does_not_fit`{amount}.
Dialogue<Delivered> recharge(CreditOrder order);

}  // namespace kwota::dlt645
