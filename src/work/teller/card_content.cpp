#include "work/teller/card_content.h"

#include "base/cause.h"

namespace kwota::teller {
namespace {

using counter::CardTrouble;

/// A card that does not prove itself under any of our keys is none of ours, whatever it says of itself: of a customer or a sale whose
/// number it bears nothing is said.
bool proves_nothing(const Inspection& look) { return look.trouble && cause_of(*look.trouble) == Cause::card_not_genuine; }

CardTrouble trouble_of(const Inspection& look) {
  if (proves_nothing(look)) return CardTrouble::foreign;
  const auto& seen = look.recognition;
  using cards::CardCondition;
  switch (seen.condition) {
    case CardCondition::blank: return CardTrouble::blank_card;
    case CardCondition::half_personalised: return CardTrouble::half_made;
    case CardCondition::damaged: return CardTrouble::damaged;
    case CardCondition::key_card: return CardTrouble::key_card;
    case CardCondition::ours:
    case CardCondition::other_county:
    case CardCondition::foreign: break;
  }
  return CardTrouble::none;
}

}  // namespace

counter::CardContent content_of(const Inspection& look) {
  counter::CardContent content;
  if (look.recognition.condition != cards::CardCondition::foreign) content.serial = look.recognition.serial;
  content.trouble = trouble_of(look);
  if (look.recognition.product != nullptr) {
    content.product = look.recognition.product->name;
    content.is_a_customers = look.recognition.county.has_value();
  }
  content.county = look.recognition.county;
  if (look.card) {
    content.meter = look.card->meter;
    content.customer = look.card->customer;
    if (look.card->credit) {
      content.purse = look.card->credit->amount;
      content.purse_n = look.card->credit->n;
    }
  }
  return content;
}

}  // namespace kwota::teller
