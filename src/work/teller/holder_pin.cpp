// The teller and the holder's PIN: the books know of it before the card does.
#include "carry/cards/holder_pin.h"

#include "sell/counter/holder_pin.h"
#include "work/teller/teller.h"

namespace kwota::teller {

Result<void> Teller::change_pin(CardOnReader& card, const CardSerial& serial, const HolderPins& pins, const Context& context) {
  TRY(seen, recognise(card, context));
  if (seen.serial != serial)
    return error(Fault::card, "card_changed", "Another card lies on the reader now; nothing was changed. Look at it first.");
  MUST(cards::must_be_ours(seen));
  TRY(read_now, read(card, serial, context));
  const bool forgotten = pins.old_pin.empty();
  const books::Actor actor{
      .operator_name = context.who.name, .action = forgotten ? "replace_card" : "sell", .station = context.station};
  MUST(books_.run(actor, [&](const books::Reader& books) { return counter::note_pin(books, {serial, forgotten}, context); }));
  const cards::CardKeys keys{.serial = serial, .version = read_now.key_version};
  auto dialogue = forgotten ? cards::set_holder_pin(keys, pins.new_pin) : cards::change_holder_pin(pins.old_pin, pins.new_pin);
  const auto done = dialogue::run(std::move(dialogue), parties(card, nullptr, serial, context));
  if (!done) return done.error();
  return {};
}

}  // namespace kwota::teller
