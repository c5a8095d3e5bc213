// The PIN of a card in its holder's hands: changed by whoever knows it, set anew at the counter when it was forgotten or
// typed wrong three times (RELOAD PIN under the card's own key `pin_reload`). Guarantees: one command each, so a card that is
// torn away has the PIN of before or the new one, and nothing else on it is touched. Never: keeps a PIN.   Begin with
// change_holder_pin(), set_holder_pin(); the card has been read before.
#pragma once
#include "carry/cards/common/exchange.h"

namespace kwota::cards {

/// Errors: `bad_pin`{digits}, `card_pin_wrong`{tries}, `card_pin_locked`, `card_pin_in_doubt` (the answer was lost: the old PIN
/// or the new one is good), `card_refused`.
Dialogue<Done> change_holder_pin(Bytes old_pin, Bytes new_pin);
/// Whatever the PIN was; its tries begin anew. Asks the journal before the order leaves the vault. Errors: `bad_pin`{digits},
/// `card_pin_in_doubt`, `card_refused`, those of the vault.
Dialogue<Done> set_holder_pin(CardKeys keys, Bytes new_pin);

/// VERIFY PIN, for what the card gives its holder alone. Errors: `card_pin_wrong`{tries}, `card_pin_locked`, `card_refused`, and no answer.
Dialogue<Done> give_pin(Bytes pin);

}  // namespace kwota::cards
