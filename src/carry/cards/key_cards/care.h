// Key cards in use: PINs, void lists, the counters of a PSAM, the quota of an ISAM.
// What changes a card beside its PIN is a sealed order: the vault seals it for one card, and anybody may bring it there.
// Begin with read_terminal() and write_void_list().
#pragma once
#include "carry/cards/key_cards/opening.h"

namespace kwota::key_cards {

/// A card in use, and where its own keys hang in the tree; their version the card says itself (Parameters::own_version).
struct CardCare {
  CardSerial serial;
  std::vector<seal::Factor> above{}; ///< from the vault's keys down to those of the card that issued it
};

/// What the vault is asked for, so that the card takes `message` as a sealed order: with the card's own key of that purpose.
seal::TransactionCode seal_for(seal::Purpose purpose, const CardCare& care, std::uint8_t own_version, Bytes message);
/// Brings a sealed order. Error `key_card_order_refused`{order, meaning}: the card is as it was.
Dialogue<Done> send_order(iso7816::Command command);

/// A PIN after three wrong tries, or forgotten: the key office gives a new one. Error `key_card_order_refused`{order}.
Dialogue<Done> unblock_key_card(CardCare care, Bytes new_pin);

/// The serials that this card knows to be void.
Dialogue<std::vector<CardSerial>> read_void_list();
/// Adds those that are missing, in their order; gives how many they were. A full card forgets the one that it has known longest. Error
/// `key_card_order_refused`{order}.
Dialogue<std::size_t> write_void_list(CardCare care, std::vector<CardSerial> voided);

struct Quota {
  std::uint64_t amount = 0;   ///< smallest units of money that may still be loaded
  std::uint32_t loads = 0;    ///< and in how many loads
  std::uint32_t refills = 0;  ///< number of the last refill
  friend bool operator==(const Quota&, const Quota&) = default;
};
struct Terminal {
  Parameters parameters;
  TerminalNumber number{};
  std::uint32_t next_transaction = 0;
  std::optional<Quota> quota{};  ///< of an ISAM
};
/// PSAM or ISAM on that reader; no PIN is needed. Errors as expect_key_card().
Dialogue<Terminal> read_terminal(std::size_t card, CardSerial serial);
/// What may be loaded besides; the order serves once. Error `key_card_order_refused`{order}.
Dialogue<Done> refill_quota(CardCare care, Refill refill);

/// The factors of the tree beside a component: no secrets, but what the same keys need to come back.
struct TreeFactors {
  seal::Factor utility{};
  std::uint32_t province = 0;  ///< packed BCD
  friend bool operator==(const TreeFactors&, const TreeFactors&) = default;
};
/// An officer's component, kept on his card behind his PIN until a ceremony. There is no key yet that could encrypt it on its way: it
/// travels in clear between card and reader, so the reader belongs to the machine of the ceremony; no trace shows it.
struct ComponentOrder {
  CardSerial serial;
  std::uint8_t transport_version = 1;
  Bytes pin;                 ///< six digits, the officer's own
  SecretBytes component;     ///< 16 bytes
  TreeFactors factors{};     ///< zero: not chosen yet
  Date4 issued{};
};
/// Written and read back; the journal holds it before the card is changed. Errors: `bad_pin`, `bad_key_card_order`{reason},
/// `card_not_blank`, `card_foreign`, `card_spoiled`{step}, those of read_component() for a card that was begun.
Dialogue<Done> issue_officer_card(ComponentOrder order);
/// Errors: `bad_pin`, those of expect_key_card(), `key_card_pin_wrong`{card, tries}, `officer_card_locked`: nobody unblocks it.
Dialogue<SecretBytes> read_component(CardSerial serial, Bytes pin);
/// Besides: `no_factors_on_card`, when they were chosen after it was written.
Dialogue<TreeFactors> read_factors(CardSerial serial, Bytes pin);

}  // namespace kwota::key_cards
