// What a look at a card means to the shop: the words in which sell/counter asks about cards.
#pragma once
#include "sell/counter/contact.h"
#include "work/teller/teller.h"

namespace kwota::teller {

/// Everything that on_contact() wants to know; a card that is not of our house says only what it is.
counter::CardContent content_of(const Inspection& look);

}  // namespace kwota::teller
