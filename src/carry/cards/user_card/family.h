// The user card as a family: user_card.h, credit.h, personalise.h, rekey.h and holder_pin.h in the field's terms.
#pragma once
#include "carry/cards/common/family.h"

namespace kwota::cards {

extern const Family& user_card_family;

}  // namespace kwota::cards
