// Older books that two persons put back, as the books say so (store/restoration.h).
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "store/draft/anchor.h"
#include "store/draft/mark.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// A row of the table `restoration` in the restored books.
struct Restoration {
  std::int64_t number = 0;
  Mark from;      ///< the copy's newest anchor
  Mark former;    ///< of the books that were put aside: when it was ordered, and in the end where they ended
  std::string copy;
  std::int64_t sold = 0;  ///< receipts that both persons saw were in the former books alone
  std::string first, second, reason;
  Instant time;
  std::string kept;       ///< folder of the former books, in the data folder
  Signature signature{};  ///< the vault's, over hash_of
};
/// Its length in 64 bits, big-endian, then the text: so texts that follow each other are hashed.
void append_text(Bytes& to, std::string_view text);
/// SHA-256 of "kwota restoration 1" || number || from || former || copy || sold || first || second || reason || time in ms || kept; a mark is number and
/// hash, numbers are 64 bits big-endian, texts follow their length in 64 bits.
Digest hash_of(const Restoration& restoration);
Result<std::vector<Restoration>> read_restorations(Moment& moment);

}  // namespace kwota::store
