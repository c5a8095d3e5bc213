// Between the field's terms and a user card's bytes: what shall be delivered becomes its files, what was read becomes contents. Pure.
// Begin with credit_order(), contents_of().
#pragma once
#include "carry/cards/user_card/personalise.h"
#include "carry/cards/user_card/user_card.h"

namespace kwota::cards {

/// The order for a card that was read (nothing: a new card). Prices that the card already carries, or that the meter has already taken
/// from it, are not written again. Error `card_content_refused` {what}.
Result<CreditOrder> credit_order(const Delivery& delivery, const Contents* on_card);
/// A new card is made with both tariff files; where no change is announced the spare one repeats the current. Error as above.
Result<PersonaliseOrder> personalise_order(const Delivery& delivery, const Holder& holder);

Contents contents_of(const UserCard& card);

}  // namespace kwota::cards
