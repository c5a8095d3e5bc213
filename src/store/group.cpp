#include "store/group.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/closing.h"
#include "store/columns.h"
#include "store/difference.h"
#include "store/kept.h"
#include "store/needs_vault.h"
#include "store/search_words.h"
#include "store/sheets.h"
#include "store/tellings.h"

namespace kwota::store {
namespace {

template <class Digits>
void copy_digits(Digits& to, ByteView from) {
  if (from.size() == to.size()) std::copy(from.begin(), from.end(), to.begin());
}

std::string select_anchor(std::string_view which) { return fmt::format("SELECT {} FROM anchor {}", anchor_columns, which); }

Error changed_by_hand() {
  return error(Fault::forged, "books_changed_by_hand",
               "Somebody else wrote into the file of the books while this program had it open. Nothing was booked. Stop selling, keep the file, "
               "run verify.");
}

Result<std::int64_t> next_statement_number(Connection& connection, MeterNumber meter) {
  auto cursor = connection.prepare("SELECT coalesce(max(number), 0) + 1 FROM statement WHERE meter=?");
  books::put(cursor, meter);
  TRY(row, cursor.step());
  return row ? cursor.get_integer(0) : 1;
}

}  // namespace

Group::Group(Connection& connection, ChainHeads& known_heads, HeldRows& held, bool guarded)
    : connection_(connection), known_heads_(known_heads), held_(held), guarded_(guarded), reader_(connection, &balances_, &held) {}

Result<void> Group::begin(Instant now, const std::optional<Anchor>& newest) {
  now_ = now;
  MUST(connection_.prepare("BEGIN IMMEDIATE").run());
  TRY(found, newest_anchor(connection_));
  if (newest && (newest->number != found.number || newest->hash != found.hash)) return changed_by_hand();
  last_ = found;
  return Done{};
}

Result<void> Group::apply(const books::Actor& actor, const books::Changes& changes) {
  if (guarded_) MUST(connection_.prepare("SAVEPOINT decision").run());
  const auto leaves = leaves_.size();
  const bool vault_only = vault_only_;
  auto applied = apply_all(actor, changes);
  if (!applied) {
    leaves_.resize(leaves);
    vault_only_ = vault_only;
    held_.forget();
    if (guarded_ && connection_.in_transaction()) MUST(connection_.prepare("ROLLBACK TO decision").run());
  } else {
    for (auto& [chain, head] : decision_heads_) heads_[std::move(chain)] = head;
    for (const auto& [account, amount] : decision_balances_) balances_[account] += amount;
    sheets_.join(decision_sheets_);
  }
  decision_heads_.clear();
  decision_balances_.clear();
  decision_sheets_.clear();
  followers_.clear();
  tells_.clear();
  if (guarded_ && connection_.in_transaction()) MUST(connection_.prepare("RELEASE decision").run());
  return applied;
}

Result<void> Group::apply_all(const books::Actor& actor, const books::Changes& changes) {
  for (const books::Register& row : changes.put) MUST(put(actor, books::ref(row)));
  MUST(put_followers(actor, changes));
  for (const books::Chained& row : changes.append) {
    MUST(std::visit([&](const auto& kind) { return append(kind); }, row));
    MUST(note_action(actor, books::ref(row)));
  }
  for (const books::Register& row : changes.remove) MUST(remove(actor, books::ref(row)));
  return Done{};
}

Result<void> Group::put(const books::Actor& actor, const books::RowRef& row) {
  const auto& sql = sql_of(*row.table);
  vault_only_ = vault_only_ || needs_vault(*row.table);
  if (row.table->follows_whole) {
    follow(row, telling_of(row));
    return Done{};
  }
  Words words_before;
  bool there = false, only_follows = false;
  Difference differs;
  {
    auto old = connection_.prepare(sql.by_key);
    bind_key(old, row);
    TRY(known, old.step());
    if (known && row.table == &books::table_of<books::Utility>() &&
        old.get_text(row.table->column_named("nature")) != word_of(static_cast<const books::Utility*>(row.row)->nature))
      return error(Fault::refused, "nature_for_ever",
                   "Books are sample books or real ones from their first row on. Nothing was changed: begin others in an empty folder.");
    there = known;
    if (there) {
      words_before = words_of(*row.table, old);
      differs = difference(old, row);
    } else {
      differs.details = difference(row);
    }
    if (row.table->follows) {
      auto telling = telling_of(row);
      const bool moved = there ? telling != telling_of(*row.table, old) : !is_blank(*row.table, telling);
      only_follows = there && moved && differs.changed.none();
      if (moved) follow(row, std::move(telling));
    }
  }
  if (only_follows) return Done{};
  auto audit = audit_of(actor, name_of(row));
  audit.details = std::move(differs.details);
  audit.content_hash = to_hex(content_hash(row));
  MUST(append(std::move(audit)));
  MUST(note_words(connection_, search_object(row), words_before, words_of(row)));
  if (row.table->held) held_.put(row);
  return there ? put_changed(row, differs.changed) : put_new(row);
}

Result<void> Group::put_new(const books::RowRef& row) {
  auto cursor = connection_.prepare(sql_of(*row.table).upsert);
  MUST(bind_row(connection_, held_.texts, cursor, row));
  if (row.table->follows) cursor.integer(0);
  return cursor.run();
}

/// What it says otherwise than before; what follows is put on by the row that tells of it.
Result<void> Group::put_changed(const books::RowRef& row, const ColumnSet& changed) {
  if (changed.none()) return Done{};
  auto cursor = connection_.prepare(update_of(*row.table, changed));
  MUST(bind_row(connection_, held_.texts, cursor, row, changed));
  bind_key(cursor, row);
  return cursor.run();
}

/// Its audit entry says what it said, so that whoever puts the books back can put it back. Of which chained rows tell, that was used.
Result<void> Group::remove(const books::Actor& actor, const books::RowRef& row) {
  const auto& table = *row.table;
  vault_only_ = vault_only_ || needs_vault(table);
  auto audit = audit_of(actor, name_of(row));
  Words words_before;
  {
    auto old = connection_.prepare(sql_of(table).by_key);
    bind_key(old, row);
    TRY(known, old.step());
    if (!known) return Done{};
    if (table.follows_whole || (table.follows && old.get_integer(static_cast<int>(table.columns.size())) != 0))
      return error(Fault::refused, "in_use", "Something in the books refers to it; it stays.", {{"object", audit.object}});
    words_before = words_of(table, old);
    audit.details = difference(table, old);
  }
  audit.content_hash = std::string(removed_row_hash);
  MUST(append(std::move(audit)));
  MUST(note_words(connection_, search_object(row), words_before, {}));
  if (table.held) held_.forget();
  auto gone = connection_.prepare(fmt::format("DELETE FROM {} WHERE {}", in_quotes(table.name), where_key(table)));
  bind_key(gone, row);
  return gone.run();
}

books::Audit Group::audit_of(const books::Actor& actor, std::string object) const {
  books::Audit audit;
  audit.chain = actor.station.empty() ? "utility" : "station/" + actor.station;
  audit.time = now_;
  audit.operator_name = actor.operator_name;
  audit.action = actor.action;
  audit.object = std::move(object);
  return audit;
}

/// The last word on a row is the one that counts.
void Group::follow(const books::RowRef& row, std::string telling) {
  const auto same = std::ranges::find(followers_, object_of(telling), [](const Follower& one) { return object_of(one.telling); });
  if (same != followers_.end())
    *same = {row, std::move(telling)};
  else
    followers_.push_back({row, std::move(telling)});
}

/// Writes what follows from the decision's rows. The first of them tells of it; where there is none, an audit entry does.
Result<void> Group::put_followers(const books::Actor& actor, const books::Changes& changes) {
  if (followers_.empty()) return Done{};
  const auto teller = next_id();
  for (const auto& one : followers_) {
    MUST(one.row.table->follows_whole ? put_whole(one.row, teller) : put_on(one.row, teller));
    if (one.row.table->held) held_.put(one.row);
    (tells_ += tells_.empty() ? "" : "\n") += one.telling;
  }
  return changes.append.empty() ? append(audit_of(actor, std::string(object_of(followers_.front().telling)))) : Result<void>(Done{});
}

/// Of a register that follows as a whole: it may be new.
Result<void> Group::put_whole(const books::RowRef& row, std::int64_t teller) {
  auto cursor = connection_.prepare(sql_of(*row.table).upsert);
  MUST(bind_row(connection_, held_.texts, cursor, row));
  cursor.integer(teller);
  return cursor.run();
}

/// Of one that is there: what follows, and nothing else of it.
Result<void> Group::put_on(const books::RowRef& row, std::int64_t teller) {
  const auto& sql = sql_of(*row.table);
  auto cursor = connection_.prepare(sql.update);
  MUST(bind_row(connection_, held_.texts, cursor, row, sql.follows));
  cursor.integer(teller);
  bind_key(cursor, row);
  return cursor.run();
}

/// What somebody did stands in the audit trail of where he works.
Result<void> Group::note_action(const books::Actor& actor, const books::RowRef& row) {
  return row.table->audited ? append(audit_of(actor, name_of(row))) : Result<void>(Done{});
}

template <class Row>
Result<void> Group::append(Row row) {
  TRY(head, head_of(row.chain));
  // The running number of audit and journals is the place in the chain: it rises, with gaps where a chain holds other rows too.
  if constexpr (std::is_same_v<Row, books::Audit> || std::is_same_v<Row, books::JournalEntry> || std::is_same_v<Row, books::KeyEvent>)
    row.number = head.position + 1;
  if constexpr (std::is_same_v<Row, books::Statement>) {
    TRY(number, next_statement_number(connection_, row.meter));
    row.number = number;
  }
  if constexpr (std::is_same_v<Row, books::Entry>) MUST(append_legs(row));
  if constexpr (std::is_same_v<Row, books::Sale> || std::is_same_v<Row, books::Entry>) {
    TRY(edition, edition_of(reader_, row.business_day));
    MUST(append_row(books::ref(row), row.chain, head));
    decision_sheets_.take(row, reader_, edition);
    return Done{};
  }
  return append_row(books::ref(row), row.chain, head);
}

Result<void> Group::append_row(const books::RowRef& row, const std::string& chain, const ChainHead& head) {
  if (chain.empty())
    return error(Fault::ours, "chain_missing",
                 fmt::format("A row of \"{}\" names no chain: a defect of Kwota. Nothing was booked.", row.table->name),
                 {{"table", std::string(row.table->name)}});
  if (!row.table->composed.column.empty() && composed_of(row) != chain)
    return error(Fault::ours, "chain_missing",
                 fmt::format("A row of \"{}\" names another chain than its own: a defect of Kwota. Nothing was booked.", row.table->name),
                 {{"table", std::string(row.table->name)}});
  if (static_cast<std::int64_t>(leaves_.size()) >= leaves_max)
    return error(Fault::request, "too_many_rows",
                 "This changes more rows at once than one group holds. Nothing was booked. Split the import.");
  vault_only_ = vault_only_ || needs_vault(*row.table);
  const auto position = head.position + 1;
  const auto tells = std::exchange(tells_, {});
  const auto hash = sha256(head.hash, content_hash(row, tells));
  auto cursor = connection_.prepare(sql_of(*row.table).append);
  MUST(bind_row(connection_, held_.texts, cursor, row));
  cursor.integer(next_id());
  cursor.integer(position);
  cursor.blob(hash);
  if (tells.empty())
    cursor.null();
  else
    cursor.text(tells);
  MUST(cursor.run());
  if (const auto known = std::ranges::find(decision_heads_, chain, &NamedHead::first); known != decision_heads_.end())
    known->second = {position, hash};
  else
    decision_heads_.emplace_back(chain, ChainHead{position, hash});
  leaves_.push_back(hash);
  return Done{};
}

Result<void> Group::append_legs(const books::Entry& entry) {
  Money sum;
  std::int64_t position = 0;
  for (const auto& leg : entry.legs) {
    if (leg.amount.minor() > money_minor_max || leg.amount.minor() < -money_minor_max)
      return error(Fault::request, "overflow",
                   "The amount is larger than any sale may be. Nothing was booked. Check what was typed.",
                   {{"text", std::to_string(leg.amount.minor())}});
    sum += leg.amount;
    TRY(account, number_of_account(connection_, held_.ledger_accounts, leg.account));
    auto cursor = connection_.prepare("INSERT INTO leg(entry, position, account, amount) VALUES(?,?,?,?)");
    cursor.integer(next_id());
    cursor.integer(++position);
    cursor.integer(account);
    cursor.integer(leg.amount.minor());
    MUST(cursor.run());
    decision_balances_[leg.account] += leg.amount;
  }
  if (!sum.is_zero())
    return error(Fault::ours, "unbalanced_entry",
                 fmt::format("The entry {} does not add up to zero: a defect of Kwota. Nothing was booked.", entry.number),
                 {{"entry", entry.number}});
  return Done{};
}

Result<ChainHead> Group::head_of(const std::string& chain) {
  if (const auto found = std::ranges::find(decision_heads_, chain, &NamedHead::first); found != decision_heads_.end()) return found->second;
  if (const auto found = heads_.find(chain); found != heads_.end()) return found->second;
  if (const auto found = known_heads_.find(chain); found != known_heads_.end()) return found->second;
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

Result<std::optional<Anchor>> Group::seal(Sealer& sealer) {
  MUST(write_balances());
  MUST(add_sheets(connection_, sheets_));
  MUST(close_days());
  MUST(write_heads());
  if (leaves_.empty()) return std::optional<Anchor>();
  TRY(anchor, write_anchor(sealer));
  return std::optional<Anchor>(std::move(anchor));
}

/// With the first group after their cut-off; what this group itself booked for them is counted before.
Result<void> Group::close_days() {
  if (leaves_.empty()) return Done{};
  for (auto& day : days_to_close(reader_, now_, next_id())) {
    const books::Actor server{.operator_name = "server", .action = "close_day", .station = day.station};
    MUST(apply(server, {{std::move(day)}, {}}));
  }
  return Done{};
}

Result<void> Group::write_balances() {
  for (const auto& [account, amount] : balances_) {
    if (amount.is_zero()) continue;
    auto cursor = connection_.prepare(
        "INSERT INTO balance(account, amount) VALUES(?,?) ON CONFLICT(account) DO UPDATE SET amount=amount+excluded.amount");
    cursor.text(account);
    cursor.integer(amount.minor());
    MUST(cursor.run());
  }
  return Done{};
}

Result<void> Group::write_heads() {
  for (const auto& [chain, head] : heads_) {
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

Result<Anchor> Group::write_anchor(Sealer& sealer) {
  Anchor anchor;
  anchor.number = last_.number + 1;
  anchor.time = now_;
  anchor.count = static_cast<std::int64_t>(leaves_.size());
  anchor.root = merkle_root(leaves_);
  anchor.previous = last_.hash;
  anchor.nature = nature_of(reader_);
  anchor.hash = hash_of(anchor);
  auto sealed = sealer.sign(anchor, vault_only_);
  vault_refused_ = !sealed;
  MUST(std::move(sealed));
  auto cursor = connection_.prepare(fmt::format("INSERT INTO anchor({}) VALUES(?,?,?,?,?,?,?,?,?,?)", anchor_columns));
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
  MUST(cursor.run());
  return anchor;
}

Result<void> Group::commit() {
  MUST(connection_.prepare("COMMIT").run());
  while (!heads_.empty()) {
    auto known = known_heads_.insert(heads_.extract(heads_.begin()));
    if (!known.inserted) known.position->second = known.node.mapped();
  }
  return Done{};
}

void Group::roll_back() {
  if (connection_.in_transaction()) static_cast<void>(connection_.prepare("ROLLBACK").run());
  known_heads_.clear();
  held_.forget();
}

Anchor anchor_at(const Cursor& cursor) {
  Anchor anchor;
  anchor.number = cursor.get_integer(0);
  anchor.time = Instant::from_ms(cursor.get_integer(1));
  anchor.count = cursor.get_integer(2);
  copy_digits(anchor.root, cursor.get_blob(3));
  copy_digits(anchor.previous, cursor.get_blob(4));
  copy_digits(anchor.hash, cursor.get_blob(5));
  if (const auto signature = cursor.get_blob(6); !signature.empty()) copy_digits(anchor.signature.emplace(), signature);
  books::get(cursor, 7, anchor.nature);
  anchor.process = cursor.get_integer(8);
  if (const auto signature = cursor.get_blob(9); !signature.empty()) copy_digits(anchor.process_signature.emplace(), signature);
  return anchor;
}

Result<Anchor> newest_anchor(Connection& connection) {
  auto cursor = connection.prepare(select_anchor("ORDER BY number DESC LIMIT 1"));
  TRY(row, cursor.step());
  return row ? anchor_at(cursor) : Anchor{};
}

Result<std::optional<Anchor>> read_anchor(Connection& connection, std::int64_t number) {
  auto cursor = connection.prepare(select_anchor("WHERE number=?"));
  cursor.integer(number);
  TRY(row, cursor.step());
  return row ? std::optional<Anchor>(anchor_at(cursor)) : std::optional<Anchor>();
}

}  // namespace kwota::store
