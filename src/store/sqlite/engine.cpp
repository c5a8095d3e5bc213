#include "store/sqlite/engine.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <span>
#include <utility>

#include "store/sqlite/anchors.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/kept.h"
#include "store/sqlite/search_index.h"
#include "store/sqlite/sheet_rows.h"

namespace kwota::store {
namespace {

/// Legs of an entry that go into one statement. [K]
constexpr std::size_t legs_at_once = 8;

}  // namespace

Result<void> SqliteEngine::begin() { return connection_.prepare("BEGIN IMMEDIATE").run(); }
Result<void> SqliteEngine::commit() {
  const HeldChanges::Commit told(changes_, std::exchange(changed_, {}));
  return connection_.prepare("COMMIT").run();
}
void SqliteEngine::roll_back() {
  if (connection_.in_transaction()) static_cast<void>(connection_.prepare("ROLLBACK").run());
  forget_held();
  changed_.clear();
}
void SqliteEngine::forget_held() {
  held_.forget();
  kept_ = {};
}
Result<void> SqliteEngine::mark() { return connection_.prepare("SAVEPOINT decision").run(); }
Result<void> SqliteEngine::back_to_mark() { return connection_.prepare("ROLLBACK TO decision").run(); }
Result<void> SqliteEngine::forget_mark() { return connection_.prepare("RELEASE decision").run(); }

const books::Reader& SqliteEngine::reader(const Balances& pending) { return reader_.emplace(connection_, &pending, &held_); }

std::optional<Error> SqliteEngine::reader_failure() {
  auto failure = reader_ ? reader_->failure() : std::nullopt;
  if (reader_) reader_->forget_failure();
  return failure;
}

Result<Anchor> SqliteEngine::newest_anchor() { return store::newest_anchor(connection_); }

Result<ChainHead> SqliteEngine::head_of(const std::string& chain) {
  auto cursor = connection_.prepare("SELECT position, hash FROM chain_head WHERE chain=?");
  cursor.text(chain);
  TRY(row, cursor.step());
  ChainHead head;
  if (row) {
    head.position = cursor.get_integer(0);
    copy_digits(head.hash, cursor.get_blob(1));
  }
  return head;
}

Result<std::int64_t> SqliteEngine::next_statement_number(MeterNumber meter) {
  auto cursor = connection_.prepare("SELECT coalesce(max(number), 0) + 1 FROM statement WHERE meter=?");
  books::put(cursor, meter);
  TRY(row, cursor.step());
  return row ? cursor.get_integer(0) : 1;
}

Result<bool> SqliteEngine::find(const books::RowRef& like, const std::function<void(const books::ValueSource& old)>& take) {
  if (like.table->held)
    if (const auto rows = held_.under_key(like); rows != nullptr && !rows->empty()) {
      take(HeldSource(rows->front()));
      return true;
    }
  auto cursor = connection_.prepare(sql_of(*like.table).by_key);
  bind_key(cursor, like);
  TRY(there, cursor.step());
  if (there) take(cursor);
  return there;
}

Result<bool> SqliteEngine::is_told(const books::RowRef& like) {
  if (!like.table->follows) return false;
  auto cursor = connection_.prepare(sql_of(*like.table).by_key);
  bind_key(cursor, like);
  TRY(there, cursor.step());
  return there && cursor.get_integer(static_cast<int>(like.table->columns.size())) != 0;
}

void SqliteEngine::hold(const books::RowRef& row) {
  if (!row.table->held) return;
  held_.put(row);
  note_change(*row.table);
}

void SqliteEngine::note_change(const books::Table& table) {
  if (std::ranges::find(changed_, &table) == changed_.end()) changed_.push_back(&table);
}

Result<void> SqliteEngine::put_new(const books::RowRef& row) {
  hold(row);
  auto cursor = connection_.prepare(sql_of(*row.table).upsert);
  MUST(bind_row(connection_, kept_, cursor, row));
  if (row.table->follows) cursor.integer(0);
  return cursor.run();
}

Result<void> SqliteEngine::put_changed(const books::RowRef& row, const ColumnSet& changed) {
  hold(row);
  auto cursor = connection_.prepare(update_of(*row.table, changed));
  MUST(bind_row(connection_, kept_, cursor, row, changed));
  bind_key(cursor, row);
  return cursor.run();
}

Result<void> SqliteEngine::put_told(const books::RowRef& row, std::int64_t teller) {
  hold(row);
  auto cursor = connection_.prepare(sql_of(*row.table).upsert);
  MUST(bind_row(connection_, kept_, cursor, row));
  cursor.integer(teller);
  return cursor.run();
}

Result<void> SqliteEngine::put_on(const books::RowRef& row, std::int64_t teller) {
  hold(row);
  const auto& sql = sql_of(*row.table);
  auto cursor = connection_.prepare(sql.update);
  MUST(bind_row(connection_, kept_, cursor, row, sql.follows));
  cursor.integer(teller);
  bind_key(cursor, row);
  return cursor.run();
}

Result<void> SqliteEngine::remove(const books::RowRef& row) {
  if (row.table->held) {
    forget_held();
    note_change(*row.table);
  }
  auto cursor = connection_.prepare(fmt::format("DELETE FROM {} WHERE {}", in_quotes(row.table->name), where_key(*row.table)));
  bind_key(cursor, row);
  return cursor.run();
}

Result<void> SqliteEngine::note_words(const std::string& object, const Words& before, const Words& after) { return store::note_words(connection_, object, before, after); }

Result<void> SqliteEngine::append(const books::RowRef& row, const ChainPlace& place) {
  auto cursor = connection_.prepare(sql_of(*row.table).append);
  MUST(bind_row(connection_, kept_, cursor, row));
  cursor.integer(place.id);
  cursor.integer(place.position);
  cursor.blob(place.hash);
  if (place.tells.empty())
    cursor.null();
  else
    MUST(bind_in_shape(connection_, kept_.shapes, cursor, place.tells));
  return cursor.run();
}

namespace {

/// So many rows at once. Most entries have three legs.
const std::string& insert_legs(std::size_t rows) {
  static const auto texts = [] {
    std::array<std::string, legs_at_once> all;
    std::string values;
    for (auto& text : all) text = "INSERT INTO leg(entry, position, account, amount) VALUES" + (values += values.empty() ? "(?,?,?,?)" : ",(?,?,?,?)");
    return all;
  }();
  return texts[rows - 1];
}

}  // namespace

Result<void> SqliteEngine::append_legs(std::int64_t entry, const std::vector<books::Leg>& legs) {
  for (std::size_t from = 0; from < legs.size(); from += legs_at_once) {
    const auto rows = std::span(legs).subspan(from, std::min(legs_at_once, legs.size() - from));
    std::array<std::int64_t, legs_at_once> accounts{};
    for (std::size_t i = 0; i < rows.size(); ++i) {
      TRY(number, number_of_account(connection_, kept_.ledger_accounts, rows[i].account));
      accounts[i] = number;
    }
    auto cursor = connection_.prepare(insert_legs(rows.size()));
    for (std::size_t i = 0; i < rows.size(); ++i) {
      cursor.integer(entry);
      cursor.integer(static_cast<std::int64_t>(from + i + 1));
      cursor.integer(accounts[i]);
      cursor.integer(rows[i].amount.minor());
    }
    MUST(cursor.run());
  }
  return Done{};
}

Result<void> SqliteEngine::add_to_balances(const Balances& balances) {
  for (const auto& [account, amount] : balances) {
    if (amount.is_zero()) continue;
    auto cursor = connection_.prepare("INSERT INTO balance(account, amount) VALUES(?,?) ON CONFLICT(account) DO UPDATE SET amount=amount+excluded.amount");
    cursor.text(account);
    cursor.integer(amount.minor());
    MUST(cursor.run());
  }
  return Done{};
}

Result<void> SqliteEngine::add_to_sheets(const report::DaySheets& sheets) { return add_sheets(connection_, sheets); }

Result<void> SqliteEngine::put_heads(const ChainHeads& heads) {
  for (const auto& [chain, head] : heads) {
    auto cursor = connection_.prepare(
        "INSERT INTO chain_head(chain, position, hash) VALUES(?,?,?) "
        "ON CONFLICT(chain) DO UPDATE SET position=excluded.position, hash=excluded.hash");
    cursor.text(chain);
    cursor.integer(head.position);
    cursor.blob(head.hash);
    MUST(cursor.run());
  }
  return Done{};
}

Result<void> SqliteEngine::put_anchor(const Anchor& anchor) {
  static const auto sql = fmt::format("INSERT INTO anchor({}) VALUES(?,?,?,?,?,?,?,?,?,?)", anchor_columns);
  auto cursor = connection_.prepare(sql);
  cursor.integer(anchor.number);
  cursor.integer(anchor.time.ms());
  cursor.integer(anchor.count);
  cursor.blob(anchor.root);
  cursor.blob(anchor.previous);
  cursor.blob(anchor.hash);
  cursor.blob(anchor.signature ? ByteView(*anchor.signature) : ByteView());
  cursor.text(word_of(anchor.nature));
  cursor.integer(anchor.process);
  cursor.blob(anchor.process_signature ? ByteView(*anchor.process_signature) : ByteView());
  return cursor.run();
}

Result<std::int64_t> SqliteEngine::last_process() { return connection_.number("SELECT coalesce(max(number), 0) FROM process"); }

Result<void> SqliteEngine::put_process(const Process& process) {
  auto cursor = connection_.prepare("INSERT INTO process(number, started, after, after_hash, public_key, signature) VALUES(?,?,?,?,?,?)");
  cursor.integer(process.number);
  cursor.integer(process.started.ms());
  cursor.integer(process.after);
  cursor.blob(process.after_hash);
  cursor.blob(process.public_key);
  cursor.blob(process.signature);
  return cursor.run();
}

Result<void> SqliteEngine::countersign(const std::vector<Countersignature>& signatures) {
  MUST(begin());
  for (const auto& one : signatures) {
    auto cursor = connection_.prepare("UPDATE anchor SET signature=? WHERE number=? AND hash=?");
    cursor.blob(one.signature);
    cursor.integer(one.anchor);
    cursor.blob(one.hash);
    if (auto written = cursor.run(); !written) {
      static_cast<void>(connection_.run("ROLLBACK"));
      return written;
    }
  }
  return commit();
}

}  // namespace kwota::store
