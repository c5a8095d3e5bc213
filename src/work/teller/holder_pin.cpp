// The teller and the holder's PIN: the books know of it before the card does.
#include "base/cause.h"
#include "sell/counter/account/holder_pin.h"
#include "work/teller/teller.h"

namespace kwota::teller {

Result<void> Teller::change_pin(CardOnReader& card, const CardSerial& serial, const HolderPins& pins, const Context& context) {
  TRY(seen, recognise(card));
  if (seen.serial != serial)
    return error(Fault::card, Cause::card_changed, "Another card lies on the reader now; nothing was changed. Look at it first.");
  MUST(cards::must_be_ours(seen));
  TRY(read_now, read(card, seen, context));
  const bool forgotten = pins.old_pin.empty();
  const books::Actor actor{
      .operator_name = context.who.name, .action = forgotten ? "replace_card" : "sell", .station = context.station};
  MUST(books_.run(actor, [&](const books::Reader& books) { return counter::note_pin(books, {serial, forgotten}, context); }));
  const cards::CardKeys keys{.serial = serial, .version = read_now.key_version};
  const auto done = dialogue::run(seen.family->set_pin(keys, pins), parties(card));
  if (!done) return done.error();
  return {};
}

}  // namespace kwota::teller
