// Walks over all chained rows in the order of the books and holds each against its chain and its anchor (part of verify).
// A removed row shows where the next one of its chain does not follow; until then its anchor is only remembered as suspicious.
#pragma once
#include <functional>
#include <unordered_map>

#include "store/draft/engine.h"
#include "store/verify/verify.h"

namespace kwota::store {

struct ChainWalk {
  std::int64_t rows = 0, anchors = 0;
  Signatures signatures;
  ChainHeads heads;                                ///< where each chain really ends
  std::unordered_map<std::string, Money> balances;  ///< ledger account -> sum of its legs
  std::optional<Finding> first;                    ///< a row
  std::int64_t follow = 0;                         ///< registers of which chained rows alone tell
  std::optional<Finding> recorded;                     ///< a register that is not as chained rows tell it
  std::optional<Finding> clock;                    ///< where times run backwards and nobody recorded why
  std::optional<Finding> suspicious;               ///< an anchor that its rows do not lead to, or that nobody may have signed
};

Result<ChainWalk> walk_chains(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted);

/// Of the entry with this id.
Result<std::vector<books::Leg>> legs_of(Connection& connection, std::int64_t entry);

/// What belongs to a chained row and stands in none of its columns.
struct Beside {
  const std::vector<books::Leg>* legs = nullptr;
  std::string_view tells{};
  int away = -1;  ///< the column whose text lies elsewhere: `text`
  std::string_view text{};
};
/// The content hash of the row that a cursor stands on: table's name, then the columns from `first_column` on, NULL skipped. Of a register without
/// what follows.
Digest content_hash_of(const Cursor& cursor, std::string_view table, int first_column, int end_column, const Beside& beside);
Digest content_hash_of(const Cursor& cursor, const books::Table& of_register);

}  // namespace kwota::store
