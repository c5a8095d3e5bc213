// Looking at a key card, and opening a mother card together with its control card.
// A mother card gives keys only after its own PIN and its control card's answer, in this order; both PINs are given on the spot.
// Guarantees: what the cards say of themselves is checked before a try of a PIN or a key is spent.
// Begin with look_at() and open_pair().
#pragma once
#include "carry/cards/common/exchange.h"
#include "carry/cards/key_cards/key_commands.h"

namespace kwota::key_cards {

using cards::attempt;
using cards::Dialogue;
using cards::ok;
using cards::to_journal;
using cards::to_vault;

/// Which card of a dialogue is which.
namespace place {
inline constexpr std::size_t target = 0, mother = 1, control = 2;
}

enum class KeyCardState : std::uint8_t {
  none,          ///< no key card of ours: blank, or another card
  half_written,  ///< its issue was broken off: worth nothing until the same order finishes it
  whole,
};
struct KeyCardSeen {
  KeyCardState condition = KeyCardState::none;
  std::optional<Parameters> parameters{};
};
/// Selects the application and reads the parameters; no PIN is needed. Ends with an Error only when the card is gone, or
/// `key_card_copied`{serial} when it carries what belongs to another serial.
Dialogue<KeyCardSeen> look_at(std::size_t card, CardSerial serial);

/// The card must be a whole key card of that kind. Errors: `key_card_expected`{wanted}, `key_card_wrong_kind`{wanted, found},
/// `key_card_half_written`{serial}.
Dialogue<Parameters> expect_key_card(std::size_t card, CardSerial serial, KeyCardKind wanted);

/// Errors: `key_card_pin_wrong`{card, tries}, `key_card_pin_locked`{card}.
Dialogue<Done> give_pin(std::size_t card, std::string name, Bytes pin);

struct PairOrder {
  CardSerial mother, control;           ///< by their answers to reset
  KeyCardKind kind = KeyCardKind::county;  ///< what the mother must be
  Bytes mother_pin, control_pin;
  Date4 today{};                        ///< told to the control card, which keeps the newest
  std::vector<CardSerial> voided{};     ///< what the books know to be void
};
/// Cards 1 and 2. Opened, the mother serves one serial number; the control card has one issue less. Errors: those above,
/// `key_card_void`{serial}, `key_card_wrong_pair`{mother, control}, those of check_issues().
Dialogue<Parameters> open_pair(PairOrder order);
/// Back into the closed state; what is told by a card that is gone already is not asked.
Dialogue<Done> close_pair();

/// None of these serials may be on the list. Error `key_card_void`{serial}.
Result<void> check_not_void(const std::vector<CardSerial>& serials, const std::vector<CardSerial>& voided);

}  // namespace kwota::key_cards
