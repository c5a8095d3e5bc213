// Issuing a key card: a blank card gets its keys from the mother card above it, opened by its control card – or, at the top of
// the tree, from the key office's vault. Three cards take part: 0 the blank, 1 the mother, 2 her control card.
// The vault always takes the blank over (it alone knows the supplier's transport key); every other key comes from the mother, as a
// cryptogram that only this card takes, for this one command.
// Guarantees: the parameters are written last, so a card whose issue is broken off gives no keys and says so
// (`key_card_half_written`); the same order finishes it. The journal holds the issue before the first key leaves the mother.
// Never: holds a key.   Begin with KeyCardOrder and issue_key_card().
#pragma once
#include "carry/cards/key_cards/opening.h"

namespace kwota::key_cards {

/// What opens the mother card and her control card.
struct MotherPair {
  CardSerial mother, control;  ///< by their answers to reset
  Bytes mother_pin, control_pin;
};

struct KeyCardOrder {
  KeyCardKind kind = KeyCardKind::county;
  CardSerial serial;                        ///< of the blank card
  std::uint8_t version = 1;                 ///< of the keys it gets
  std::uint8_t own_version = 0;             ///< of its own keys; 0: the same
  std::uint8_t transport_version = 1;       ///< of the supplier's transport key
  std::uint32_t code = 0;                   ///< province or county that the card is for, packed BCD; master control: 0
  std::optional<MotherPair> from{};         ///< must be there unless the vault alone issues it (issuer_of)
  std::vector<seal::Factor> above{};        ///< from the vault's keys down to the issuer's: utility, province, county factor
  seal::Factor utility_factor{};            ///< master control card: what makes the utility's keys of the roots
  CardSerial paired{};                      ///< control card: its mother
  KeyCardKind paired_kind = KeyCardKind::county;  ///< control card: what its mother is
  TerminalNumber terminal{};                ///< PSAM, ISAM
  std::uint32_t issues = 0;                 ///< control card: how many cards it may issue; 0: as many as its kind begins with
  std::uint16_t quota = iso7816::no_quota;  ///< of each key that the card passes on
  std::uint8_t meters_version = 1;          ///< card for meters: of the keys that the meters hold now
  MeterNumber meter{};                      ///< card for meters: for this one alone; zero: for any of the county, and never of a clear card
  Bytes pin{};                              ///< six digits; of cards that have one
  Date4 issued{}, valid_to{};               ///< valid_to zero: without end; a card for meters has a last day
  std::vector<CardSerial> voided{};         ///< what the books know to be void
};

/// Errors: `bad_key_card_order`{reason}, `bad_pin`, `card_not_blank` (a card in use), `card_foreign` (its transport key is not ours),
/// `card_spoiled`{step}, `key_card_void`{serial}, `key_card_other_region`{code, wanted}, `key_card_version`{purpose, version} (the
/// mother has no such key), `key_card_quota`{purpose}, `key_card_refused_void`, those of open_pair(), of common/exchange.h and the vault.
Dialogue<Parameters> issue_key_card(KeyCardOrder order);

/// What is still to be done on a card that lies there: "issue", "finish", "nothing"; for the page that leads through it.
std::string_view next_step(const KeyCardSeen& seen);

/// A card in use gets its keys in a new version, beside the ones it has: how a change of keys reaches counters and mother cards.
/// Its own keys (PIN reload, maintenance, master) move to that version first. `order` as at its issue, with the new `version`;
/// the parameters are written last and name it. Torn at any command the card gives and seals as before; the same order finishes
/// it, and until then it takes no order of the key office. Errors as above, and those of expect_key_card().
Dialogue<Parameters> renew_key_card(KeyCardOrder order);

}  // namespace kwota::key_cards
