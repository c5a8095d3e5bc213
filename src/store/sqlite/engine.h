// The books in SQLite, as the draft of a group writes them (store/draft/engine.h): each row at once, under one transaction.
// Begin with SqliteEngine.
#pragma once
#include "store/draft/engine.h"
#include "store/held/held_changes.h"
#include "store/held/held_rows.h"
#include "store/sqlite/kept.h"
#include "store/sqlite/reader.h"

namespace kwota::store {

class SqliteEngine final : public Engine {
 public:
  explicit SqliteEngine(Connection& connection) : connection_(connection) {}
  /// For readers that hold rows of their own (store/sqlite/read_session.h).
  const HeldChanges& changes() const { return changes_; }

  Result<void> begin() override;
  Result<void> commit() override;
  void roll_back() override;
  bool in_group() const override { return connection_.in_transaction(); }
  Result<void> mark() override;
  Result<void> back_to_mark() override;
  Result<void> forget_mark() override;
  void forget_held() override;

  const books::Reader& reader(const Balances& pending) override;
  std::optional<Error> reader_failure() override;
  Result<Anchor> newest_anchor() override;
  Result<ChainHead> head_of(const std::string& chain) override;
  Result<std::int64_t> next_statement_number(MeterNumber meter) override;
  Result<bool> find(const books::RowRef& like, const std::function<void(const books::ValueSource& old)>& take) override;
  Result<bool> is_told(const books::RowRef& like) override;

  Result<void> put_new(const books::RowRef& row) override;
  Result<void> put_changed(const books::RowRef& row, const ColumnSet& changed) override;
  Result<void> put_told(const books::RowRef& row, std::int64_t teller) override;
  Result<void> put_on(const books::RowRef& row, std::int64_t teller) override;
  Result<void> remove(const books::RowRef& row) override;
  Result<void> note_words(const std::string& object, const Words& before, const Words& after) override;

  Result<void> append(const books::RowRef& row, const ChainPlace& place) override;
  Result<void> append_legs(std::int64_t entry, const std::vector<books::Leg>& legs) override;
  Result<void> add_to_balances(const Balances& balances) override;
  Result<void> add_to_sheets(const report::DaySheets& sheets) override;
  Result<void> put_heads(const ChainHeads& heads) override;
  Result<void> put_anchor(const Anchor& anchor) override;

  Result<std::int64_t> last_process() override;
  Result<void> put_process(const Process& process) override;
  Result<void> countersign(const std::vector<Countersignature>& signatures) override;

 private:
  void hold(const books::RowRef& row);
  void note_change(const books::Table& table);

  Connection& connection_;
  HeldChanges changes_;
  std::vector<const books::Table*> changed_;  ///< kinds that are held, of the running group
  HeldRows held_;
  Kept kept_;
  std::optional<SqliteReader> reader_;
};

}  // namespace kwota::store
