// kwota verify: are the books what they were when they were written? Recomputes every hash, every chain, every anchor with
// its signature, every balance, the content of every register row against its last audit entry, and the log of anchors.
// Guarantees: names the first row that was changed, removed or inserted by hand – by table and key – as far as what is left
// of the books can tell. Reads only; one moment of the books, also while they are in use.
// Never: mends anything. Begin with verify().
#pragma once
#include <filesystem>
#include <optional>
#include <string>

#include "store/anchor.h"
#include "store/sqlite.h"

namespace kwota::store {

/// The first thing that is wrong. `what`: changed, removed, inserted, unsigned, forged.
struct Finding {
  std::string table;  ///< of the books; "anchors.log" for the file beside them
  std::string key;    ///< as audit entries name it, without the table: "3/1"
  std::string what;
  std::string why;  ///< one English sentence for the auditor
};

struct VerifySettings {
  SignatureCheck check;              ///< of the vault's key; empty: signatures are not checked (the report says so)
  std::filesystem::path anchor_log;  ///< empty: not looked at (books in memory, a lone file)
};

struct VerifyReport {
  std::int64_t rows = 0;  ///< chained and register rows
  std::int64_t chains = 0;
  std::int64_t anchors = 0;
  bool signatures_checked = false;
  std::optional<Finding> first;
  bool ok() const { return !first; }
};

/// Errors: `books_unavailable`, `books_damaged` – the books could not even be read.
Result<VerifyReport> verify(Connection& connection, const VerifySettings& settings);

}  // namespace kwota::store
