// The proof that a row is in the books: its hash, the way up the Merkle tree of its group, the signed anchor.
#pragma once
#include "store/draft/anchor.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Of a sale by its receipt number. Errors: `no_such_sale`, `books_unavailable`.
Result<Proof> proof_of(Connection& connection, std::string_view sale);

/// Hashes of all rows of a group in their order: the leaves of its anchor.
Result<std::vector<Digest>> leaves_of_anchor(Connection& connection, std::int64_t anchor);

}  // namespace kwota::store
