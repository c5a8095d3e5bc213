// What keeps the books: a database that holds rows, and takes a group of them or nothing. The draft of a group (store/draft/draft.h) says what is to
// be written, in rows and hashes; an engine writes it its own way, at once or as one batch before commit(). Whoever brings another database writes
// this one class and the questions of lists.
// Guarantees wanted of it: what is written is seen by reader() at once; after commit() it is on the disk.
// Never: decides, hashes or signs anything. Begin with begin().
#pragma once
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <unordered_map>

#include "books/reader.h"
#include "collect/report/day_sheets.h"
#include "store/draft/anchor.h"
#include "store/draft/canonical.h"
#include "store/draft/moment.h"
#include "store/draft/process.h"
#include "store/draft/search_words.h"

namespace kwota::store {

/// Where a chain ends.
struct ChainHead {
  std::int64_t position = 0;
  Digest hash{};
};
/// By their names.
using ChainHeads = std::unordered_map<std::string, ChainHead>;
/// What accounts of the ledger change by.
using Balances = std::map<std::string, Money, std::less<>>;

/// Where a chained row stands: what the draft adds to its columns.
struct ChainPlace {
  std::int64_t id = 0;        ///< store/draft/anchor.h: row_id
  std::int64_t position = 0;  ///< in its chain
  Digest hash{};
  std::string_view tells{};   ///< store/draft/telling.h; may be empty
};

class Engine {
 public:
  Engine() = default;
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;
  virtual ~Engine() = default;

  // One group.
  virtual Result<void> begin() = 0;
  virtual Result<void> commit() = 0;
  /// Nothing when none runs. What was held of the group is forgotten.
  virtual void roll_back() = 0;
  /// False: what was begun is gone (disk full, disk broken).
  virtual bool in_group() const = 0;
  /// A place in the group to which what follows can be undone. One at a time.
  virtual Result<void> mark() = 0;
  virtual Result<void> back_to_mark() = 0;
  virtual Result<void> forget_mark() = 0;
  /// Something of the group was not applied, or somebody wrote beside it: rows that are held from group to group may be others.
  virtual void forget_held() = 0;

  // What stands in the books, with all that the group wrote so far.
  /// `pending`: what the running group adds to balances before it writes them; must live as long as the reader is asked.
  virtual const books::Reader& reader(const Balances& pending) = 0;
  /// Why the reader ended a look (LookEnded), since it was asked last.
  virtual std::optional<Error> reader_failure() = 0;
  /// Number 0 when there is none.
  virtual Result<Anchor> newest_anchor() = 0;
  virtual Result<ChainHead> head_of(const std::string& chain) = 0;
  /// 1, 2, 3 … of each meter.
  virtual Result<std::int64_t> next_statement_number(MeterNumber meter) = 0;
  /// Calls `take` with the register row that stands under this row's key: its columns in their order. False: there is none.
  virtual Result<bool> find(const books::RowRef& like, const std::function<void(const books::ValueSource& old)>& take) = 0;
  /// Of a register that follows: whether a chained row tells of it.
  virtual Result<bool> is_told(const books::RowRef& like) = 0;

  // Registers.
  virtual Result<void> put_new(const books::RowRef& row) = 0;
  virtual Result<void> put_changed(const books::RowRef& row, const ColumnSet& changed) = 0;
  /// Of a register that follows as a whole: it may be new.
  virtual Result<void> put_told(const books::RowRef& row, std::int64_t teller) = 0;
  /// Of one that is there: the columns that follow, and nothing else of it.
  virtual Result<void> put_on(const books::RowRef& row, std::int64_t teller) = 0;
  virtual Result<void> remove(const books::RowRef& row) = 0;
  virtual Result<void> note_words(const std::string& object, const Words& before, const Words& after) = 0;

  // Chains, and what adds up.
  virtual Result<void> append(const books::RowRef& row, const ChainPlace& place) = 0;
  /// Of the entry with this id, in their order.
  virtual Result<void> append_legs(std::int64_t entry, const std::vector<books::Leg>& legs) = 0;
  virtual Result<void> add_to_balances(const Balances& balances) = 0;
  virtual Result<void> add_to_sheets(const report::DaySheets& sheets) = 0;
  virtual Result<void> put_heads(const ChainHeads& heads) = 0;
  virtual Result<void> put_anchor(const Anchor& anchor) = 0;

  // Who signs while the vault is away (store/draft/sealer.h): each of these outside a group, on the disk when it returns.
  virtual Result<std::int64_t> last_process() = 0;
  virtual Result<void> put_process(const Process& process) = 0;
  virtual Result<void> countersign(const std::vector<Countersignature>& signatures) = 0;
};

/// What `work` makes of what it reads; the error of a reading that failed. `Work`: () -> Result<…>.
template <class Work>
auto while_it_reads(Engine& engine, Work work) -> decltype(work()) {
  static_cast<void>(engine.reader_failure());
  try {
    return work();
  } catch (const LookEnded&) {
    return *engine.reader_failure();
  }
}

}  // namespace kwota::store
