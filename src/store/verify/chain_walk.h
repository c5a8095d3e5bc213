// Walks over all chained rows in the order of the books and holds each against its chain and its anchor (part of verify).
// A removed row shows where the next one of its chain does not follow; until then its anchor is only remembered as suspicious.
// Whoever else wants each sale and each entry looks over its shoulder (Onlooker): large books are read once.
#pragma once
#include <functional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "store/draft/engine.h"
#include "store/sqlite/kept.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// Where a chain really ends, and its newest time.
struct WalkedChain {
  ChainHead head;
  Instant newest;
};

struct ChainWalk {
  std::int64_t rows = 0, anchors = 0;
  Signatures signatures;
  std::unordered_map<std::string, WalkedChain, HashOfText, std::equal_to<>> chains;  ///< by name
  std::unordered_map<std::string, Money> balances;  ///< ledger account -> sum of its legs
  std::unordered_set<std::int64_t> shapes;          ///< that texts of rows have (store/draft/shape.h)
  std::optional<Finding> first;                    ///< a row
  std::int64_t follow = 0;                         ///< registers of which chained rows alone tell
  std::optional<Finding> recorded;                     ///< a register that is not as chained rows tell it
  std::optional<Finding> clock;                    ///< where times run backwards and nobody recorded why
  std::optional<Finding> suspicious;               ///< an anchor that its rows do not lead to, or that nobody may have signed
};

/// Is shown each sale and each entry that fits its chain, in the order of the books.
class Onlooker {
 public:
  Onlooker() = default;
  Onlooker(const Onlooker&) = delete;
  Onlooker& operator=(const Onlooker&) = delete;
  virtual ~Onlooker() = default;
  /// Says what shown_of_sale() names, its document wherever that lies.
  virtual Result<void> see(const books::Sale& sale, std::int64_t id) = 0;
  /// With its legs.
  virtual Result<void> see(const books::Entry& entry, std::int64_t id) = 0;
};
const ColumnSet& shown_of_sale();

Result<ChainWalk> walk_chains(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted, std::span<Onlooker* const> onlookers);

/// Of the entry with this id.
Result<std::vector<books::Leg>> legs_of(Connection& connection, std::int64_t entry);

/// The content hash of the register row that a cursor stands on: table's name, then the columns, NULL skipped, without what follows.
Digest content_hash_of(const Cursor& cursor, const books::Table& of_register);

}  // namespace kwota::store
