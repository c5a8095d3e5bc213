// The bytes of a key on its way between two vaults, and of a backup. Anybody may read the heads; what is wrapped opens only
// inside a token, and a MAC over everything before it is checked there first.
//   key block: 01 suite1 purpose2 keyVersion1 KCV3 nonce8 length2 wrapped || CMAC16
//   transport: 01 "KT" length2 wrapped wrapping key, length2 wrapped MAC key
//   backup:    01 "KB" shares' mark4 count2 { suite1 purpose2 keyVersion1 KCV3 length2 wrapped } … || CMAC16
// Guarantees: what is read back is exactly what was written, every other byte is refused. Never: holds a key in clear.
// Begin with encode() and open_block().
#pragma once
#include "seal/vault/key_store.h"

namespace kwota::seal {

inline constexpr std::size_t cmac_bytes = 16;

/// Everything but the MAC.
Bytes encode(const KeyBlockHeader& header, ByteView wrapped);
struct OpenedBlock {
  KeyBlockHeader header;
  ByteView wrapped, before_mac, mac;  ///< into the bytes that were read
};
/// Error `bad_key_block`.
Result<OpenedBlock> open_block(ByteView bytes);

struct TransportKeys {
  Bytes wrapping, authenticating;  ///< each wrapped with RSA-OAEP
};
Bytes encode(const TransportKeys& keys);
/// Error `bad_key_block`.
Result<TransportKeys> read_transport_keys(ByteView bytes);

struct BackupEntry {
  KeyRef key;
  Suite suite = Suite::des;
  KeyCheckValue check_value{};
  Bytes wrapped;
  friend bool operator==(const BackupEntry&, const BackupEntry&) = default;
};
Bytes encode_entry(const BackupEntry& entry);
/// Error `bad_backup`.
Result<BackupEntry> read_entry(ByteView bytes);

struct BackupFile {
  std::array<std::uint8_t, 4> mark{};  ///< of the shares that open it
  std::vector<BackupEntry> entries;
};
/// Everything but the MAC.
Bytes encode(const BackupFile& file);
struct OpenedBackup {
  BackupFile file;
  ByteView before_mac, mac;
};
/// Error `bad_backup`.
Result<OpenedBackup> open_backup(ByteView bytes);
/// What such a file names; only its shares say whether it is true. Error `bad_backup`.
Result<std::vector<KeyRef>> keys_in_backup(ByteView bytes);

Error bad_key_block();
Error bad_backup();

}  // namespace kwota::seal
