#include "store/verify/chain_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/draft/needs_vault.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/reader.h"
#include "store/verify/signers.h"
#include "store/verify/tellings.h"

namespace kwota::store {
namespace {

/// Columns that stand before the row's own ones in a walk.
constexpr int own_from = 3;  // id, position, hash
/// A row may have been decided this much earlier than the one before it in its chain. [K]
constexpr Duration conversation_max = Duration::minutes(10);

/// The rows of one kind, as far as they were walked.
struct Walked {
  const books::Table* table = nullptr;
  std::string name;
  Cursor cursor;
  int chain = 0;  ///< column numbers
  int time = 0;   ///< when the books took it; 0: it says no time
  int document = 0;  ///< of a sale
  bool there = false;
  std::int64_t id() const { return cursor.get_integer(0); }
};

Walked open_table(Connection& connection, const books::Table& table) {
  Walked walked{&table, std::string(table.name), connection.prepare(fmt::format("SELECT id, position, hash, {}, tells FROM {} ORDER BY id", sql_of(table).list, in_quotes(table.name)))};
  walked.chain = own_from + table.column_named("chain");
  walked.document = own_from + table.column_named("document");
  for (const auto* name : {"time", "taken"})
    if (const auto column = table.column_named(name); column >= 0) walked.time = own_from + column;
  return walked;
}

std::string key_of(const Walked& walked) { return key_at(*walked.table, walked.cursor, own_from); }

}  // namespace

Result<std::vector<books::Leg>> legs_of(Connection& connection, std::int64_t entry) {
  auto cursor = connection.prepare("SELECT a.name, l.amount FROM leg AS l JOIN ledger_account AS a ON a.number=l.account WHERE l.entry=? ORDER BY l.position");
  cursor.integer(entry);
  std::vector<books::Leg> legs;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return legs;
    legs.push_back({std::string(cursor.get_text(0)), Money::minor(cursor.get_integer(1))});
  }
}

namespace {

Digest digest_of(ByteView bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

class Walker {
 public:
  Walker(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted)
      : connection_(connection), check_(check), signers_(check, as_if_accepted), tellings_(connection) {}

  Result<ChainWalk> walk() {
    if (check_) {
      TRY(wrong, signers_.read(connection_));
      if (wrong) walk_.suspicious = wrong;
    }
    for (const auto* table : books::all_tables())
      if (table->chained) tables_.push_back(open_table(connection_, *table));
    for (auto& table : tables_) MUST(advance(table));
    const BooksReader books(connection_);
    nature_ = nature_of(books);
    corrections_ = books.all<books::ClockCorrection>();
    auto anchors = connection_.prepare(fmt::format("SELECT {} FROM anchor ORDER BY number", anchor_columns));
    for (;;) {
      TRY(more, anchors.step());
      if (!more) break;
      MUST(one_anchor(anchor_at(anchors)));
      if (walk_.first) return std::move(walk_);
    }
    TRY(recorded, tellings_.rest(walk_.follow));
    walk_.recorded = std::move(recorded);
    // Rows behind the last anchor were never part of a group.
    if (auto* row = next_row()) inserted(*row, "it belongs to no group that was signed");
    if (check_)
      if (auto wrong = signers_.left_over(last_.number)) suspect(std::move(*wrong));
    walk_.signatures = signers_.counted();
    return std::move(walk_);
  }

 private:
  Result<void> advance(Walked& table) {
    TRY(there, table.cursor.step());
    table.there = there;
    return Done{};
  }

  Walked* next_row() {
    Walked* next = nullptr;
    for (auto& table : tables_)
      if (table.there && (next == nullptr || table.id() < next->id())) next = &table;
    return next;
  }

  Result<void> one_anchor(const Anchor& anchor) {
    const auto number = anchor.number;
    if (number != last_.number + 1) suspect(last_.number + 1, Wrong::removed, "the anchors do not follow one another");
    leaves_.clear();
    guarded_.clear();
    for (auto* row = next_row(); row != nullptr && (row->id() >> leaf_bits) <= number; row = next_row()) {
      if ((row->id() >> leaf_bits) < number) {
        inserted(*row, "it belongs to no group that was signed");
        return Done{};
      }
      MUST(one_row(*row));
      if (walk_.first) return Done{};
      MUST(advance(*row));
    }
    hold_anchor(anchor);
    return Done{};
  }

  Result<void> one_row(const Walked& row) {
    ++walk_.rows;
    std::vector<books::Leg> legs;
    const bool is_entry = row.name == books::Entry::table;
    if (is_entry) {
      TRY(found, legs_of(connection_, row.id()));
      legs = std::move(found);
    }
    const auto last = row.cursor.columns() - 1;
    const auto tells = row.cursor.get_text(last);
    Beside beside{.legs = is_entry ? &legs : nullptr, .tells = tells};
    std::string document;
    if (row.name == books::Sale::table && year_away(row.cursor.get_text(row.document)) != 0) {
      document = connection_.archives().document(row.cursor.get_text(own_from), row.cursor.get_text(row.document));
      beside.away = row.document;
      beside.text = document;
    }
    const auto content = content_hash_of(row.cursor, row.name, own_from, last, beside);
    const auto position = row.cursor.get_integer(1);
    const auto hash = digest_of(row.cursor.get_blob(2));
    auto& head = walk_.heads[std::string(row.cursor.get_text(row.chain))];
    if (position <= head.position) return inserted(row, "its place in the chain was taken");
    if (position > head.position + 1) return removed_before(row, head.position + 1);
    if (hash != sha256(head.hash, content)) return changed(row, "its content, or the row before it in its chain, does not fit its hash");
    Money sum;
    for (const auto& leg : legs) sum += leg.amount;
    if (!sum.is_zero()) return changed(row, "its legs do not add up to zero");
    head = {position, hash};
    leaves_.push_back(hash);
    if (row.time != 0) hold_time(row);
    if (!tells.empty()) MUST(tellings_.hold(row.id(), tells));
    for (const auto& leg : legs) walk_.balances[leg.account] += leg.amount;
    if (guarded_.empty()) guarded_ = guarded_object(row);
    return Done{};
  }

  /// Rows of a chain were decided one after the other, some a conversation with a card or a meter later than they began.
  void hold_time(const Walked& row) {
    const auto time = Instant::from_ms(row.cursor.get_integer(row.time));
    auto& newest = times_[std::string(row.cursor.get_text(row.chain))];
    if (newest > time + conversation_max && !corrected(newest)) backwards(row.name, key_of(row), newest, time);
    newest = newest > time + conversation_max ? time : std::max(newest, time);
  }
  /// Two persons said that the clock was wrong when it showed that.
  bool corrected(Instant shown) const {
    return std::any_of(corrections_.begin(), corrections_.end(), [&](const books::ClockCorrection& one) { return one.covers(shown); });
  }
  void backwards(std::string table, std::string key, Instant from, Instant to) {
    if (!walk_.clock)
      walk_.clock = Finding{std::move(table), std::move(key), Wrong::clock,
                            fmt::format("time runs back from {} to {}, and no correction of the clock was recorded", format_utc(from), format_utc(to))};
  }

  /// The row's name when only the vault may sign a group that holds it.
  std::string guarded_object(const Walked& row) const {
    if (table_needs_vault(row.name)) return row.name + "/" + key_of(row);
    if (row.name != books::Audit::table) return {};
    // Columns of Audit: chain number time operator action object content_hash details.
    if (!row.cursor.is_blob(own_from + 6)) return {};
    const auto object = row.cursor.get_text(own_from + 5);
    return table_needs_vault(object.substr(0, object.find('/'))) ? std::string(object) : std::string();
  }

  void hold_anchor(const Anchor& anchor) {
    ++walk_.anchors;
    const auto number = anchor.number;
    if (anchor.nature != nature_) suspect(number, Wrong::changed, "books are sample books or real ones for ever, and this group was signed for the other kind");
    if (anchor.hash != hash_of(anchor)) suspect(number, Wrong::changed, "its content does not fit its hash");
    if (anchor.previous != last_.hash) suspect(number, Wrong::changed, "the anchor before it is not the one that it was made after");
    const auto rows = static_cast<std::int64_t>(leaves_.size());
    if (rows != anchor.count)
      suspect(number, Wrong::changed, fmt::format("its group had {} rows, {} are there", anchor.count, rows));
    else if (merkle_root(leaves_) != anchor.root)
      suspect(number, Wrong::changed, "the rows of its group do not lead to its root");
    if (last_.time > anchor.time + conversation_max && !corrected(last_.time)) backwards("anchor", std::to_string(number), last_.time, anchor.time);
    if (check_)
      if (auto wrong = signers_.hold(anchor, guarded_)) suspect(std::move(*wrong));
    last_ = anchor;
  }

  // ---- what was found -----------------------------------------------------------------------------------------------

  Done found(std::string table, std::string key, Wrong what, std::string why) {
    walk_.first = Finding{std::move(table), std::move(key), what, std::move(why)};
    return Done{};
  }
  Done changed(const Walked& row, std::string why) { return found(row.name, key_of(row), Wrong::changed, std::move(why)); }
  Done inserted(const Walked& row, std::string why) { return found(row.name, key_of(row), Wrong::inserted, std::move(why)); }
  Done removed_before(const Walked& row, std::int64_t position) {
    const std::string chain(row.cursor.get_text(row.chain));
    return found("chain", fmt::format("{}/{}", chain, position), Wrong::removed,
                 fmt::format("in chain {} row {} is missing before {}/{}", chain, position, row.name, key_of(row)));
  }
  void suspect(std::int64_t anchor, Wrong what, std::string why) {
    suspect(Finding{"anchor", std::to_string(anchor), what, std::move(why)});
  }
  void suspect(Finding finding) {
    if (!walk_.suspicious) walk_.suspicious = std::move(finding);
  }

  Connection& connection_;
  books::Nature nature_ = books::Nature::real;
  std::vector<books::ClockCorrection> corrections_;
  const SignatureCheck& check_;
  Signers signers_;
  Tellings tellings_;
  std::unordered_map<std::string, Instant> times_;  ///< of the newest row of a chain
  std::vector<Walked> tables_;
  std::vector<Digest> leaves_;  ///< of the group that is being walked
  std::string guarded_;         ///< a row of it that only the vault may sign for
  Anchor last_;
  ChainWalk walk_;
};

void take_column(CanonicalBytes& bytes, const Cursor& cursor, int column) {
  bytes.column(cursor.column_name(column));
  if (cursor.is_integer(column))
    bytes.integer(cursor.get_integer(column));
  else if (cursor.is_blob(column))
    bytes.blob(cursor.get_blob(column));
  else if (!cursor.is_null(column))
    bytes.text(cursor.get_text(column));
}

}  // namespace

Digest content_hash_of(const Cursor& cursor, std::string_view table, int first_column, int end_column, const Beside& beside) {
  CanonicalBytes bytes(table);
  for (int column = first_column; column < end_column; ++column) {
    if (column != beside.away) {
      take_column(bytes, cursor, column);
      continue;
    }
    bytes.column(cursor.column_name(column));
    bytes.text(beside.text);
  }
  if (beside.legs != nullptr) {
    bytes.column("legs");
    bytes.legs(*beside.legs);
  }
  if (!beside.tells.empty()) {
    bytes.column("tells");
    bytes.text(beside.tells);
  }
  return sha256(bytes.view());
}

Digest content_hash_of(const Cursor& cursor, const books::Table& of_register) {
  CanonicalBytes bytes(of_register.name);
  for (int column = 0; column < static_cast<int>(of_register.columns.size()); ++column)
    if (!of_register.columns[static_cast<std::size_t>(column)].follows) take_column(bytes, cursor, column);
  return sha256(bytes.view());
}

Result<ChainWalk> walk_chains(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted) {
  return Walker(connection, check, as_if_accepted).walk();
}

}  // namespace kwota::store
