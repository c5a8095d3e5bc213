// A process that writes books: its pair of keys, signed by the vault, and what the vault signs for it afterwards (store/draft/sealer.h).
#pragma once
#include "store/draft/anchor.h"

namespace kwota::store {

/// A row of the table `process`.
struct Process {
  std::int64_t number = 0;  ///< 1, 2, 3 … without gaps
  Instant started;
  std::int64_t after = 0;   ///< number of the newest anchor at its start
  Digest after_hash{};      ///< and its hash
  Bytes public_key;         ///< SubjectPublicKeyInfo, DER
  Signature signature{};    ///< the vault's, over hash_of
};
/// SHA-256 of "kwota process 1" || number || started in ms || after (64 bits each, big-endian) || after_hash || public key.
Digest hash_of(const Process& process);

/// The vault's signature under an anchor that a process had signed.
struct Countersignature {
  std::int64_t anchor = 0;
  Digest hash{};
  Signature signature{};
};

}  // namespace kwota::store
