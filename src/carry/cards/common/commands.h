// The commands that our cards understand, as values: one named function each, and the messages over which the vault makes
// their MACs. Bytes as in ISO/IEC 7816-4 and the FMCOS 2.0 manual; files are named by their short identifier.
// Never: asks the vault, sends anything or looks at a status word - that is exchange.h.
#pragma once
#include "carry/cards/common/product.h"
#include "carry/iso7816/apdu.h"

namespace kwota::cards {

using Challenge4 = std::array<std::uint8_t, 4>;
using Challenge8 = std::array<std::uint8_t, 8>;
using Mac4 = std::array<std::uint8_t, 4>;

/// 00 A4 00 00: the directory of this id; the answer is its control information.
iso7816::Command select(std::uint16_t id);
/// `length` 4 (secure messaging) or 8 (authentication); the answer is good for the next command only.
iso7816::Command get_challenge(std::uint8_t length);
/// 00 82: `answer` is the challenge of the command before it, enciphered under the key `key_id`.
iso7816::Command external_authenticate(std::uint8_t key_id, ByteView answer);
/// 00 88: the card enciphers our 8 bytes under the key `key_id`; no try is counted.
iso7816::Command internal_authenticate(std::uint8_t key_id, const Challenge8& challenge);
/// 00 20: in the clear; a wrong PIN costs one of its tries (63Cx).
iso7816::Command verify_pin(std::uint8_t pin_id, ByteView pin);

/// The first `length` bytes of the file.
iso7816::Command read_binary(std::uint8_t sfi, std::uint8_t length);
/// 04 B0: the reader's own random goes along, and the answer is the content and a MAC with that random as starting value.
iso7816::Command read_binary_with_mac(std::uint8_t sfi, std::uint8_t length, const Challenge4& random);
/// 04 D6 over the whole file; the MAC was made over update_message().
iso7816::Command update_binary(std::uint8_t sfi, ByteView content, ByteView mac);
/// `04 D6 80|SFI 00 Lc content`, Lc with the MAC counted in.
Bytes update_message(std::uint8_t sfi, ByteView content);

/// 80 E0 of FMCOS 2.0, all three; what a table says becomes the bytes of iso7816/file_commands.h.
iso7816::Command create_directory(const Directory& directory);
iso7816::Command create_key_file(const Directory& directory);
iso7816::Command create_file(const iso7816::File& file);
/// How a key is written: as a new one, or over the one that stands there.
enum class KeyWrite : std::uint8_t { add, update };
/// P1 of WRITE KEY: 01, or the type of the key that is updated; 00 for a key of a PSAM, new or not.
std::uint8_t write_key_p1(const iso7816::Key& key, KeyWrite how);
/// `sealed` is ciphertext and MAC as the vault gave them.
iso7816::Command write_key(const iso7816::Key& key, KeyWrite how, ByteView sealed);
/// The PIN travels in the clear: at the issuing desk, before the card has an owner.
iso7816::Command write_pin(const iso7816::Key& key, ByteView pin);

/// 80 5E 01, CHANGE PIN (FMCOS 2.0): old PIN, FF, new PIN.
iso7816::Command change_pin(std::uint8_t pin_id, ByteView old_pin, ByteView new_pin);
/// 80 5E 00, RELOAD PIN: by whom the PIN was forgotten; the MAC is the folded reload key's over the new PIN alone.
iso7816::Command reload_pin(std::uint8_t pin_id, ByteView new_pin, ByteView mac);

}  // namespace kwota::cards
