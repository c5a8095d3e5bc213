// What lies on the reader? A card says it by its ATR (serial) and by its files; no key is needed for that, so that a
// blank card, another county's card and a bank card are named instead of being tried with our keys.
// Begin with recognise().
#pragma once
#include <optional>

#include "carry/cards/all.h"
#include "carry/cards/exchange.h"

namespace kwota::cards {

enum class Standing : std::uint8_t {
  blank,              ///< no application yet: may be personalised
  half_personalised,  ///< personalisation was broken off: finish it, never sell onto it
  ours,               ///< a card of a product that we know, of our county
  other_county,       ///< a user card of another county: its keys are not ours
  foreign,            ///< no card of this family (bank card, telephone card …)
  damaged,            ///< our application, but a file does not read as it must
  key_card,           ///< a key card or PSAM: works for the key office, carries no credit
};

struct Recognition {
  Standing standing = Standing::foreign;
  CardSerial serial;                          ///< zero for a foreign card
  const Product* product = nullptr;           ///< of a card that is ours
  std::optional<user_card::HolderFile> holder{};  ///< of a user card
  std::string damaged_file{};                 ///< in words
};

std::string_view name_of(Standing standing);

/// The last eight historical bytes of an answer to reset. Errors: `card_foreign` when there are fewer than eight or the
/// ATR is not one (ISO/IEC 7816-3, 8.2).
Result<CardSerial> serial_of_atr(ByteView atr);

/// Selects the application and reads what tells the card's kind: two or three commands, nothing is changed.
/// The result keeps the application selected. Ends with an Error only when the card is gone.
Dialogue<Recognition> recognise(Bytes atr, std::uint32_t county);

/// A card that is not `ours` as an error with what to do: `card_blank`, `card_half_personalised`, `card_other_county`,
/// `card_foreign`, `card_damaged`, `card_is_key_card`.
Result<void> must_be_ours(const Recognition& recognition);

}  // namespace kwota::cards
