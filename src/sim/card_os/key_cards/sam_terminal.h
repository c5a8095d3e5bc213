// What a PSAM does before it computes for a purse card, be it a purchase or a grey lock: the card's words, the terminal's own number, the key
// of the card's version, diversified. Facts: cards.md 3.2.   Inside this room only.   Begin with open_sam_init().
#pragma once
#include "seal/recipes/purse_sessions.h"
#include "sim/card_os/key_cards/key_card.h"

namespace kwota::sim {

/// `rnd4 offSeq2 amount-or-balance4 TT1 date4 time3 ver1 alg1`, then the card's serial and its region's factors.
struct SamInit {
  recipe::Trade trade{};  ///< `amount` is what stands there: of a grey lock the card's balance; the terminal's number of it comes by draw()
  std::uint8_t usage = 0, version = 0;
  CardSerial card;
  seal::Key key;  ///< of the card
};

/// Changes nothing. 6700, 6982, 6983, 6985 (void), 6A82, 6A86, 9403.
std::variant<SamInit, Refused> open_sam_init(Context& context, const iso7816::Command& command);
/// Draws the terminal's transaction number: 6A82, 9402.
std::optional<Refused> draw(Context& context, SamInit& init);

}  // namespace kwota::sim
