#include "carry/cards/all.h"

#include "carry/cards/key_cards/family.h"
#include "carry/cards/purse_card/family.h"
#include "carry/cards/tool_cards/family.h"
#include "carry/cards/user_card/family.h"

namespace kwota::cards {

Families all() {
  static const std::array rows{
      &purse_card_family,
      &tool_cards_family,
      &user_card_family,
      &key_cards::key_cards_family,
  };
  return Families{rows};
}

}  // namespace kwota::cards
