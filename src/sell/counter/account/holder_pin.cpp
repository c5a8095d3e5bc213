#include "sell/counter/account/holder_pin.h"

#include "base/ids_text.h"
#include "books/audit_entry.h"
#include "people/permissions.h"

namespace kwota::counter {

Result<books::Decision<Done>> note_pin(const books::Reader& books, const PinRequest& request, const Context& context) {
  const auto right = request.forgotten ? books::Right("replace_card") : books::Right("sell");
  MUST(people::require(context.who, right));
  const auto card = books.find<books::Card>(request.card);
  if (!card)
    return error(Fault::card, "unknown_card", "This card is not in our books; nothing was booked.",
                 {{"card", to_text(request.card)}});
  if (card->state != books::CardStatus::active)
    return error(Fault::refused, "card_not_active", "This card is not in use any more; its PIN was not changed.",
                 {{"card", to_text(request.card)}, {"state", std::string(word_of(card->state))}});
  auto entry = books::audit_entry({context.who.name, std::string(right.word()), context.station}, "pin/" + to_text(request.card),
                                  request.forgotten ? R"({"pin":"set anew"})" : R"({"pin":"changed by its holder"})");
  return books::Decision<Done>{{{}, {std::move(entry)}}, Done{}};
}

}  // namespace kwota::counter
