// kwota verify: are the books what they were when they were written? Recomputes every hash, every chain, every anchor with
// its signature, every balance, the content of every register row against its last audit entry, the log of anchors, and the
// laws of money.
// Guarantees: names the first row that was changed, removed or inserted by hand – by table and key – as far as what is left
// of the books can tell. Reads only; one moment of the books, also while they are in use.
// Never: mends anything. Begin with verify().
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "store/draft/anchor.h"
#include "store/draft/finding.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Anchors, first and last; 0: none.
struct AnchorRange {
  std::int64_t from = 0, to = 0;
};

struct VerifySettings {
  SignatureCheck check;              ///< of the vault's key; empty: signatures are not checked (the report says so)
  std::filesystem::path anchor_log;  ///< empty: not looked at (books in memory, a lone file)
  bool log_is_whole = false;         ///< the log lies beside books that people work with: it lacks no more than a crash takes
  AnchorRange as_if_accepted{};      ///< groups that two persons are about to accept
};

/// Groups by who signed them (store/verify/signers.h).
struct Signatures {
  std::int64_t at_once = 0;     ///< by the vault
  std::int64_t afterwards = 0;  ///< by their process while the vault was away, and by the vault when it was back
  std::int64_t accepted = 0;    ///< by their process, which died, and by two persons
  std::int64_t waiting = 0;     ///< by the newest process: the vault is still away
};

struct VerifyReport {
  std::int64_t rows = 0;  ///< chained and register rows
  std::int64_t chains = 0;
  std::int64_t anchors = 0;
  bool signatures_checked = false;
  Signatures signatures;  ///< zeros when they were not checked
  std::optional<Finding> first;
  bool ok() const { return !first; }
};

/// Errors: `books_unavailable`, `books_damaged` – the books could not even be read.
Result<VerifyReport> verify(Moment& connection, const VerifySettings& settings);

}  // namespace kwota::store
