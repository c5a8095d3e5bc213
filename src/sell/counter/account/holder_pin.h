// The PIN of a customer's card at the counter: who may change it, and what the books keep of it – that it was done, never the
// PIN. Begin with note_pin().
#pragma once
#include "sell/counter/desk.h"

namespace kwota::counter {

struct PinRequest {
  CardSerial card;
  bool forgotten = false;  ///< set anew without the old one: who asks has shown who he is, as for a new card
};
/// Before the card hears of it. Errors: permission_denied (`sell`; forgotten: `replace_card`), `unknown_card`,
/// `card_not_active`{card, state}.
Result<books::Decision<Done>> note_pin(const books::Reader& books, const PinRequest& request, const Context& context);

}  // namespace kwota::counter
