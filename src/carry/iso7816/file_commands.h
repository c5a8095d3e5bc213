// A row of a card's file table as the bytes of CREATE FILE (80 E0) and WRITE KEY (80/84 D4): what a personaliser sends.
// Layout: cards of the FMCOS family, user manual 2.0; the key-ids byte as seen in issuing tools of that family.
// Begin with create_file_data().
#pragma once
#include "base/bytes.h"
#include "carry/iso7816/file_table.h"

namespace kwota::iso7816 {

/// Bit 8 of a file's or key's type: secure messaging with a MAC; bit 7: and encrypted.
inline constexpr std::uint8_t mac_bit = 0x80, encryption_bit = 0x40;
constexpr std::uint8_t type_bits(Protection protection) {
  return protection == Protection::none ? 0 : protection == Protection::mac ? mac_bit : mac_bit | encryption_bit;
}

/// Last byte of CREATE FILE for a transparent or record file: which line-protection keys (type 36, ids 0..3) serve it.
/// Bits 1-0: 3 - id of the write key; bits 3-2: 3 - id of the read key; bits 6-4 set; bit 7 set: a read needs no MAC.
constexpr std::uint8_t key_ids_byte(std::uint8_t read_key, std::uint8_t write_key) {
  return static_cast<std::uint8_t>(0xF0 | ((3 - (read_key & 3)) << 2) | (3 - (write_key & 3)));
}

/// `type size2 read write FF keyids` of an elementary file. Key ids are 0..3. For record files of fixed length,
/// file.bytes holds the number of records in its high byte and their length in the low byte (0A17: 10 of 23 bytes).
Bytes create_file_data(const File& file);

/// `3F size2 dfSFI add FF FF`: the key file, always id 0000 and the first file of its directory.
/// One key occupies 9 bytes more than its value. `add` is needed to write a new key.
Bytes create_key_file_data(std::uint16_t bytes, Access add);

/// `38 size2 create erase appSFI FF FF name`: a directory. app_sfi names the file that SELECT shows in 9F0C (0: none).
Bytes create_directory_data(std::uint16_t bytes, Access create, Access erase, std::uint8_t app_sfi, ByteView name);

/// The bytes of a key record before its value: `type usage change x y`, x y by type (see docs/card-os.md); of a PSAM key
/// `usage version algorithm`, of a key that a mother card passes on `type rule version quota2` (key_usage.h).
/// Keys that travel encrypted (84 D4) carry both protection bits in their type when `protected_update`.
/// The error counter is `tries tries`; 0 means the key is never locked.
Bytes key_record_header(const Key& key, std::uint8_t version, bool protected_update);

}  // namespace kwota::iso7816
