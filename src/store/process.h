// The pair of a process: made at each start, its public half signed by the vault into the books. While the vault is away, groups
// carry this pair's signature; when it is back, this very process has it sign them too. So nothing in the books is without a
// signature, and what a process that died could not have countersigned is named at the next start.
// Guarantees: the private half never leaves the memory of this process.
// Begin with Sealer::sign.
#pragma once
#include <memory>
#include <vector>

#include "store/anchor.h"
#include "store/sqlite.h"

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
/// All of them, oldest first.
Result<std::vector<Process>> read_processes(Connection& connection);

/// Who puts signatures under anchors: the vault, and this process's pair while the vault is away.
class Sealer {
 public:
  /// `vault` may be empty: books without a vault (tests), whose anchors stay unsigned.
  explicit Sealer(Signer vault);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  ~Sealer();

  bool has_vault() const { return static_cast<bool>(vault_); }
  /// The vault signs the pair into the books, in a transaction of its own; once. An error is the vault's: it is tried again later.
  Result<void> introduce(Connection& connection, Instant now);
  /// Signs an anchor. `vault_only`: the group holds what nobody but the vault may sign. Error: the vault's.
  Result<void> sign(Anchor& anchor, bool vault_only);
  /// The group of this anchor is in the books.
  void committed(const Anchor& anchor);
  /// Groups that wait for the vault's signature.
  std::size_t waiting() const { return waiting_.size(); }
  /// Has the vault sign the oldest of them, in a transaction of its own. An error is the vault's: they go on waiting.
  Result<void> countersign(Connection& connection);

 private:
  struct Pair;
  struct Waiting {
    std::int64_t number;
    Digest hash;
  };
  Result<void> write(Connection& connection, const std::vector<Signature>& signatures) const;

  Signer vault_;
  std::unique_ptr<Pair> pair_;
  std::int64_t number_ = 0;  ///< of this process in the books; 0: the vault has not signed it yet
  std::vector<Waiting> waiting_;
};

}  // namespace kwota::store
