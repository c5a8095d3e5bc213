// The draft of a group: decisions that become true together, in one transaction; each sees what the ones before it decided, balances
// included. In a guarded group a decision that cannot be applied hurts only itself.
// It appends to the chains, writes the audit entries of changed registers – of what follows from a row, that row tells instead
// (store/draft/telling.h) –, keeps the balances and the sheets of days, and closes with a signed anchor (store/draft/anchor.h). What is to be written
// it hands to the engine, whichever that is (store/draft/engine.h).
// Guarantees: all of the group or nothing; an entry whose legs do not add up to zero is refused.
// Never: decides anything, answers anybody, knows a database. Begin with begin(), then apply() for each, seal(), commit().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "collect/report/day_sheets.h"
#include "store/draft/engine.h"
#include "store/draft/sealer.h"

namespace kwota::store {

class Draft {
 public:
  /// `guarded`: each decision under a savepoint of its own, so that one that cannot be applied leaves the others. Without, an
  /// error of apply() spoils the whole group; savepoints copy every page that a decision touches, and almost no decision fails
  /// here.
  /// `known_heads`: that were looked up before; emptied with a group that failed.
  Draft(Engine& engine, ChainHeads& known_heads, bool guarded);

  /// `newest`: the anchor that this process wrote or found last; another one in the file is `books_changed_by_hand`.
  Result<void> begin(Instant now, const std::optional<Anchor>& newest);
  /// What the books say, with what was applied so far.
  const books::Reader& reader() const { return reader_; }
  /// Applies what one decision changes; its chained rows are told their numbers and times. On an error nothing of it is left in a guarded group; when
  /// the error broke the whole group (disk full, disk broken), in_group() of the engine is false.
  Result<void> apply(const books::Actor& actor, books::Changes& changes);
  /// Writes balances and heads of chains, makes the anchor. Nothing when no chained row was appended.
  /// Error: the vault's, when the group holds what only the vault may sign (store/draft/needs_vault.h).
  Result<std::optional<Anchor>> seal(Sealer& sealer);
  /// Whether it was the vault that made seal() fail.
  bool vault_refused() const { return vault_refused_; }
  Result<void> commit();
  void roll_back();

 private:
  Result<void> put(const books::Actor& actor, const books::RowRef& row);
  Result<void> remove(const books::Actor& actor, const books::RowRef& row);
  Result<void> put_followers(const books::Actor& actor, const books::Changes& changes);
  /// Of the row that is appended next.
  std::int64_t next_id() const { return row_id(last_.number + 1, static_cast<std::int64_t>(leaves_.size())); }
  Result<void> note_action(const books::Actor& actor, const books::RowRef& row);
  void follow(const books::RowRef& row, std::string telling);
  template <class Row>
  Result<void> append(Row&& row);
  template <class... Rows>
  Result<void> append_any(const books::Actor& actor, books::Chained& row, books::Kinds<Rows...>);
  Result<void> append_row(const books::RowRef& row, const std::string& chain, const ChainHead& head);
  Result<void> append_legs(const books::Entry& entry);
  Result<void> apply_all(const books::Actor& actor, books::Changes& changes);
  Result<ChainHead> head_of(const std::string& chain);
  Result<void> close_days();
  Result<Anchor> write_anchor(Sealer& sealer);
  /// Where rows are counted: a decision that cannot be applied spoils a group that is not guarded, so nothing of it is kept apart.
  report::DaySheets& counting() { return guarded_ ? decision_sheets_ : sheets_; }

  Engine& engine_;
  ChainHeads& known_heads_;
  bool guarded_;
  Instant now_;
  Anchor last_;                 ///< the anchor before this group
  std::vector<Digest> leaves_;  ///< hashes of appended rows, in order
  ChainHeads heads_;            ///< of chains that this group lengthened
  Balances balances_;           ///< what this group adds
  report::DaySheets sheets_{report::DaySheets::Rows::coming};  ///< the same
  bool vault_only_ = false;  ///< something in it needs the vault's own signature
  bool vault_refused_ = false;
  // Of the decision that is being applied.
  struct Follower {
    books::RowRef row;
    std::string telling;
  };
  std::vector<Follower> followers_;  ///< registers of which its first row will tell (store/draft/telling.h)
  std::string tells_;                ///< what the next row tells
  // The same; joined to the group when it succeeds.
  using NamedHead = std::pair<std::string, ChainHead>;
  std::vector<NamedHead> decision_heads_;  ///< a handful
  Balances decision_balances_;
  report::DaySheets decision_sheets_{report::DaySheets::Rows::coming};
  const books::Reader& reader_;
};

}  // namespace kwota::store
