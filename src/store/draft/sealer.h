// The pair of a process: made at each start, its public half signed by the vault into the books. While the vault is away, groups
// carry this pair's signature; when it is back, this very process has it sign them too. So nothing in the books is without a
// signature, and what a process that died could not have countersigned is named at the next start.
// Guarantees: the private half never leaves the memory of this process.
// Begin with Sealer::sign.
#pragma once
#include <memory>
#include <vector>

#include "store/draft/engine.h"

namespace kwota::store {

/// Who puts signatures under anchors: the vault, and this process's pair while the vault is away.
class Sealer {
 public:
  /// `vault` may be empty: books without a vault (tests), whose anchors stay unsigned.
  explicit Sealer(Signer vault);
  Sealer(const Sealer&) = delete;
  Sealer& operator=(const Sealer&) = delete;
  ~Sealer();

  /// The vault signs the pair into the books, between groups; once. An error is the vault's: it is tried again later.
  Result<void> introduce(Engine& engine, Instant now);
  /// Signs an anchor. `vault_only`: the group holds what nobody but the vault may sign. Error: the vault's.
  Result<void> sign(Anchor& anchor, bool vault_only);
  /// The group of this anchor is in the books.
  void committed(const Anchor& anchor);
  /// Groups that wait for the vault's signature.
  std::size_t waiting() const { return waiting_.size(); }
  /// Has the vault sign the oldest of them, between groups. An error is the vault's: they go on waiting.
  Result<void> countersign(Engine& engine);

 private:
  struct Pair;
  struct Waiting {
    std::int64_t number;
    Digest hash;
  };

  Signer vault_;
  std::unique_ptr<Pair> pair_;
  std::int64_t number_ = 0;  ///< of this process in the books; 0: the vault has not signed it yet
  std::vector<Waiting> waiting_;
};

}  // namespace kwota::store
