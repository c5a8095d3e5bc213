// The commands of key cards and PSAMs as values. Bytes: cards.md 3.2; EXPORT KEY, VOID CARD, REFILL and KEY CHECK VALUE are Kwota's
// own [K] (docs/card-os.md).   Begin with export_key().
#pragma once
#include "carry/cards/common/commands.h"
#include "carry/cards/key_cards/key_card.h"

namespace kwota::key_cards {

using cards::Challenge4;
using cards::Challenge8;

/// One key on its way from a mother card into the card with that serial.
struct KeyExport {
  seal::KeyRef key;
  std::vector<seal::Factor> factors;   ///< at most 3, from the mother's key down
  CardSerial target;
  Challenge4 challenge{};              ///< of the target, for its next command
  Bytes record_header;                 ///< 3 (PSAM) or 5 bytes before the key
  std::uint8_t p1 = 0x01, key_id = 0;  ///< of the target's WRITE KEY
  std::uint8_t protecting_version = 0; ///< of the target's master key, 1..15; 0: that of the key
};
/// 80 1C, purpose and version in P1 P2: protecting version and number of factors in one byte, factors8, target serial8, challenge4, record header, P1 and id of the target's WRITE KEY.
/// The answer is that command's data: enciphered record and MAC.
iso7816::Command export_key(const KeyExport& order);

/// DELIVERY KEY: `selector` is a PSAM key's usage byte, or the purpose of a key that a mother card passes on.
iso7816::Command deliver_key(std::uint8_t selector, std::uint8_t version, ByteView factors);
/// 80 FA 00 under the key that was delivered last: 8 bytes to 8.
iso7816::Command encrypt_block(const Challenge8& block);
/// Whole blocks; the key stays there for the MAC over them.
iso7816::Command encrypt_blocks(ByteView blocks);
/// MAC in one command, `challenge || 0` as its start.
iso7816::Command mac_with_start(const Challenge4& challenge, ByteView message);
/// The same for a message that does not fit: first part, then the rest. Parts are whole blocks but the last.
iso7816::Command mac_first_part(const Challenge4& challenge, ByteView part);
/// The answer is the MAC, 4 bytes.
iso7816::Command mac_last_part(ByteView part);
/// MAC with the start zero: of a transaction.
iso7816::Command mac_of_transaction(ByteView message);
inline constexpr std::size_t mac_part_max = 240;  ///< bytes of message beside the start

/// 80 1B: the answer is the first 3 bytes of zeros enciphered; `selector` as of deliver_key().
iso7816::Command key_check_value(std::uint8_t selector, std::uint8_t version);
/// 00 B2 of the file of voided cards, from 1: a serial of 8 bytes.
iso7816::Command read_void_record(std::uint8_t number);
/// Of the one PIN that a key card has.
iso7816::Command reload_pin(ByteView new_pin, ByteView mac);

/// Sealed orders: the message a vault's TransactionCode is made over, and the command with its seal.
Bytes sealed_message(std::uint8_t instruction, ByteView data);
iso7816::Command sealed_order(const Bytes& message, ByteView mac);
/// 80 1D 00 00 08 serial8: this card's keys are given to nobody any more.
Bytes void_message(const CardSerial& serial);
iso7816::Command void_card(const CardSerial& serial, ByteView mac);
struct Refill {
  std::uint64_t amount = 0;   ///< smallest units of money
  std::uint32_t loads = 0;
  std::uint32_t number = 1;   ///< counts the refills of this card
};
/// 80 1F 00 00 10 amount8 loads4 number4.
Bytes refill_message(const Refill& refill);
iso7816::Command refill_quota(const Refill& refill, ByteView mac);

/// In words, for traces and errors; empty: not a command of key cards.
std::string name_of(const iso7816::Command& command);

}  // namespace kwota::key_cards
