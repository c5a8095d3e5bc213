// A blank card becomes somebody's user card, with the first credit on it.
// Order: keys, files, instruction and tariffs, purse, and the holder file last. A card without its holder file is
// recognised as half personalised: the same order finishes it, or it is declared spoiled; it is never taken for a good one.
// Begin with personalise().
#pragma once
#include "carry/cards/user_card/credit.h"

namespace kwota::cards {

struct PersonaliseOrder {
  CreditOrder credit;                ///< keys, sale, instruction, both tariffs and the first purse; `expected` is not used
  user_card::HolderFile holder;
  Bytes pin;                         ///< six ASCII digits; the holder changes it later
};

/// `done`: purse read back with MAC and holder file read back. `not_done`: the purse was not written. `in_doubt`: the answer
/// to the purse was lost, a repeated order broke off before the card was asked, or the holder file is not yet there: put
/// the card down again and repeat the same order.
/// Causes: `card_not_blank`, `card_spoiled`{step}, `card_foreign`, `card_carries_other_credit`{n, amount}, `bad_pin`, and
/// those of write_credit.
Dialogue<Written> personalise(PersonaliseOrder order);

}  // namespace kwota::cards
