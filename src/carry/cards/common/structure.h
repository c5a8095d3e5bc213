// Making a card of ours out of a blank one: keys and files of a product, step by step from its table.
// Guarantees: every step may be repeated, so that a card whose making was broken off is finished by the same dialogue;
// a foreign card is tried with the transport key alone, once. Never: writes content, or touches a card that is in use.
// Begin with make_card().
#pragma once
#include "carry/cards/common/exchange.h"

namespace kwota::cards {

/// The transport key replaced, application, keys, PIN and files as the product's table says. Ends with the application
/// selected, in state nobody. Errors: `card_not_blank` (a card in use), `card_spoiled`{step} (cannot be finished: throw it
/// away), `card_foreign`, and those of exchange.h.
Dialogue<Done> make_card(const Product* product, CardKeys keys, Bytes pin);

/// A blank card gets our master key in place of the supplier's transport key, and nothing else: for counters whose PSAM and user
/// mother card know no transport key. One that has it already – prepared before, or torn out behind that – is left as it is. Errors:
/// `card_foreign`, `card_not_blank` (a card in use), `card_spoiled`{step}.
Dialogue<Done> prepare_blank_card(CardKeys keys);

/// Steps that making any card is put together from. A file that stands there already must have the length of the table, a PIN
/// must be the same one. Error `card_spoiled`{step}.
Dialogue<Done> put_file(iso7816::File file);
/// A PIN that stands there is verified: it costs a try where it is another one.
Dialogue<Done> put_pin(iso7816::Key key, Bytes pin);
/// Error `bad_pin`{digits}.
Result<void> check_pin(const Bytes& pin);
/// `card_not_blank`.
Error card_in_use();
Error card_spoiled(std::string step);
Error card_foreign();

}  // namespace kwota::cards
