// Officers' cards as the books know them: a device of the kind "officer" whose holder alone gives a component by it.
// Guarantees: the books know of a card before it is written; nobody gives a component by another's card, or by a void one; what
// was refused stands in the key journal, too. A card that these books do not know – they are new, everything else was lost –
// belongs to who opens it with its PIN, and from then on to nobody else. Never: a component.
// Begin with begin_officer_card() and note_officer_card(); a later ceremony with may_bring().
#pragma once
#include "keys/ceremony/ceremony_book.h"
#include "keys/office/devices.h"

namespace kwota::keys {

/// Before the card is changed: it is "new" until note_officer_card(). Errors: those of register_device(),
/// `officer_card_of_another` {device, holder}, `device_spoiled` {device} (a half-written card of another kind).
Result<books::Decision<books::KeyDevice>> begin_officer_card(const books::Reader& books, const std::string& serial,
                                                             const people::Context& context);
/// It holds its component, written and read back – or is worthless and says so.
Result<books::Decision<books::KeyDevice>> note_officer_card(const books::Reader& books, const std::string& serial,
                                                            bool whole, const people::Context& context);

/// May `context.who` give his component by this card? Asked before a try of its PIN is spent. Whether it was written to its end
/// the card knows better than the books, which may have missed its last answer. Errors: permission_denied, `card_voided`
/// {device, reason}, `officer_card_of_another` {device, holder}.
Result<void> may_bring(const books::Reader& books, const std::string& serial, const people::Context& context);
/// It has brought its component: whoever's it was not known to be, it is his and in use now.
Result<books::Decision<Done>> note_brought(const books::Reader& books, const std::string& serial, const people::Context& context);
/// It did not, and `why`: the code of the refusal.
Result<books::Decision<Done>> note_not_brought(const std::string& serial, const std::string& why, const people::Context& context);

}  // namespace kwota::keys
