#include "store/verify/chain_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/draft/needs_vault.h"
#include "store/sqlite/anchors.h"
#include "store/sqlite/archives.h"
#include "store/sqlite/columns.h"
#include "store/sqlite/reader.h"
#include "store/sqlite/kept.h"
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
  std::vector<const books::ColumnInfo*> own{};  ///< what the cursor gives from own_from on
  int chain = 0;  ///< column numbers
  int time = 0;   ///< when the books took it; 0: it says no time
  int document = 0;  ///< of a sale
  int tells = 0;     ///< what it tells of registers
  int object = -1, content = -1;  ///< own columns of an audit entry: what it is about, and the hash of what that became; -1: it is none
  bool is_sale = false, is_entry = false;
  bool there = false;
  std::int64_t next_id = 0;
  std::int64_t id() const { return next_id; }
};

/// Columns as they stand in the row: what many rows say is a number there, which RowInFull looks up.
Walked open_table(Connection& connection, const books::Table& table) {
  std::string list;
  std::vector<const books::ColumnInfo*> own;
  for (const auto& column : table.columns) {
    if (column.type == books::ColumnType::legs) continue;
    own.push_back(&column);
    list += in_quotes(column.name) + ",";
  }
  Walked walked{&table, std::string(table.name), connection.prepare(fmt::format("SELECT id, position, hash, {}tells FROM {} ORDER BY id", list, in_quotes(table.name))), std::move(own)};
  walked.tells = own_from + static_cast<int>(walked.own.size());
  walked.chain = own_from + table.column_named("chain");
  walked.document = own_from + table.column_named("document");
  walked.is_sale = table.name == books::Sale::table;
  walked.is_entry = table.name == books::Entry::table;
  if (table.name == books::Audit::table) {
    walked.object = table.column_named("object");
    walked.content = table.column_named("content_hash");
  }
  for (const auto* name : {"time", "taken"})
    if (const auto column = table.column_named(name); column >= 0) walked.time = own_from + column;
  return walked;
}

/// The row that a walk stands on, as its table takes it: numbers of texts are texts. One row at a time.
class RowInFull final : public books::ValueSource {
 public:
  RowInFull(KeptByNumber& kept, std::unordered_set<std::int64_t>& shapes) : kept_(kept), shapes_(shapes) {}
  void stand_on(const Walked& row) {
    row_ = &row;
    in_shape_.clear();
    for (int column = 0; column < static_cast<int>(row.own.size()); ++column)
      if (is_in_shape(column)) in_shape_.emplace_back(column, text_in_full(own_from + column));
    tells_ = row.cursor.is_blob(row.tells) ? text_in_full(row.tells).value_or(std::string()) : std::string(row.cursor.get_text(row.tells));
  }
  /// Empty: nothing.
  std::string_view tells() const { return tells_; }
  /// A column that is kept elsewhere but for its number: its text, or nothing. Else: as the cursor gives it.
  bool is_elsewhere(int column) const { return row_->own[static_cast<std::size_t>(column)]->kept_once || is_in_shape(column); }
  std::optional<std::string_view> text_from_elsewhere(int column) const {
    if (is_in_shape(column)) return in_shape(column);
    if (!row_->cursor.is_integer(own_from + column)) return std::nullopt;
    const auto* text = kept_.text(row_->cursor.get_integer(own_from + column));
    return text != nullptr ? std::optional<std::string_view>(*text) : std::nullopt;
  }

  bool is_null(int column) const override { return is_elsewhere(column) ? !text_from_elsewhere(column) : row_->cursor.is_null(own_from + column); }
  std::int64_t get_integer(int column) const override { return row_->cursor.get_integer(own_from + column); }
  std::string_view get_text(int column) const override { return is_elsewhere(column) ? text_from_elsewhere(column).value_or(std::string_view()) : row_->cursor.get_text(own_from + column); }
  std::string get_hex(int column) const override { return row_->cursor.get_hex(own_from + column); }

 private:
  bool is_in_shape(int column) const { return row_->own[static_cast<std::size_t>(column)]->of_one_shape && row_->cursor.is_blob(own_from + column); }
  std::optional<std::string> text_in_full(int column) {
    auto said = kept_.in_full(row_->cursor.get_blob(column));
    if (said.shape) shapes_.insert(*said.shape);
    return std::move(said.text);
  }
  std::optional<std::string_view> in_shape(int column) const {
    for (const auto& [of, text] : in_shape_)
      if (of == column) return text;
    return std::nullopt;
  }

  KeptByNumber& kept_;
  std::unordered_set<std::int64_t>& shapes_;  ///< that were met
  const Walked* row_ = nullptr;
  std::vector<std::pair<int, std::optional<std::string>>> in_shape_;  ///< columns of the row that are kept so, and their texts
  std::string tells_;
};

/// The legs of entries, which are asked for in the order of the books.
class LegsInOrder {
 public:
  LegsInOrder(Connection& connection, KeptByNumber& kept) : cursor_(connection.prepare("SELECT entry, account, amount FROM leg ORDER BY entry, position")), kept_(kept) {}
  Result<void> of(std::int64_t entry, std::vector<books::Leg>& legs) {
    std::size_t count = 0;
    for (;; there_ = false) {
      if (!there_) {
        TRY(more, cursor_.step());
        if (!more) break;
        there_ = true;
      }
      const auto of = cursor_.get_integer(0);
      if (of > entry) break;
      if (of < entry) continue;  // of no entry: orphans() tells of it
      const auto* account = kept_.ledger_account(cursor_.get_integer(1));
      if (account == nullptr) continue;  // of no account: the entry does not fit its hash
      if (count == legs.size()) legs.emplace_back();
      legs[count].account = *account;
      legs[count++].amount = Money::minor(cursor_.get_integer(2));
    }
    legs.resize(count);
    return Done{};
  }

 private:
  Cursor cursor_;
  KeptByNumber& kept_;
  bool there_ = false;  ///< a leg that nobody has taken
};

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

/// As it stands in the file, whatever the table says that it should be: its own kind is asked for first.
void take_column(CanonicalBytes& bytes, const Cursor& cursor, int column, const books::ColumnInfo& info) {
  bytes.column(info.name);
  if (info.type == books::ColumnType::text && cursor.is_text(column)) return bytes.text(cursor.get_text(column));
  if (cursor.is_integer(column))
    bytes.integer(cursor.get_integer(column));
  else if (cursor.is_blob(column))
    bytes.blob(cursor.get_blob(column));
  else if (!cursor.is_null(column))
    bytes.text(cursor.get_text(column));
}

class Walker {
 public:
  Walker(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted, std::span<Onlooker* const> onlookers)
      : connection_(connection), check_(check), signers_(check, as_if_accepted), tellings_(connection), kept_(connection), row_(kept_, walk_.shapes), legs_in_order_(connection, kept_), onlookers_(onlookers) {}

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
    if (auto* row = next_row()) of_no_group(*row);
    if (check_)
      if (auto wrong = signers_.left_over(last_.number)) suspect(std::move(*wrong));
    walk_.signatures = signers_.counted();
    return std::move(walk_);
  }

 private:
  Result<void> advance(Walked& table) {
    TRY(there, table.cursor.step());
    table.there = there;
    table.next_id = there ? table.cursor.get_integer(0) : 0;
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
    misplaced_.reset();
    guarded_.clear();
    for (auto* row = next_row(); row != nullptr && (row->id() >> leaf_bits) <= number; row = next_row()) {
      if ((row->id() >> leaf_bits) < number) return of_no_group(*row);
      MUST(one_row(*row));
      if (walk_.first) return Done{};
      MUST(advance(*row));
    }
    hold_anchor(anchor);
    return Done{};
  }

  Result<void> one_row(const Walked& row) {
    ++walk_.rows;
    legs_.clear();
    if (row.is_entry) MUST(legs_in_order_.of(row.id(), legs_));
    row_.stand_on(row);
    const bool away = row.is_sale && row.cursor.is_text(row.document) && year_away(row.cursor.get_text(row.document)) != 0;
    if (away) document_ = connection_.archives().document(row.cursor.get_text(own_from), row.cursor.get_text(row.document));
    const auto tells = row_.tells();
    const auto content = content_hash_of(row, away);
    if (kept_.failure()) return *kept_.failure();
    const auto position = row.cursor.get_integer(1);
    const auto hash = digest_of(row.cursor.get_blob(2));
    auto& chain = chain_of(row.cursor.get_text(row.chain));
    auto& head = chain.head;
    if (position <= head.position) return inserted(row, "its place in the chain was taken");
    if (position > head.position + 1) return removed_before(row, head.position + 1);
    if (hash != sha256(head.hash, content)) return changed(row, "its content, or the row before it in its chain, does not fit its hash");
    Money sum;
    for (const auto& leg : legs_) sum += leg.amount;
    if (!sum.is_zero()) return changed(row, "its legs do not add up to zero");
    head = {position, hash};
    if (static_cast<std::size_t>(row.id() % leaves_max) != leaves_.size() && !misplaced_)
      misplaced_ = Finding{row.name, key_of(row), Wrong::changed, "it stands at another place of its group than it was signed at"};  // a proof of it would be another row's
    leaves_.push_back(hash);
    if (row.time != 0) hold_time(row, chain.newest);
    if (!tells.empty()) MUST(tellings_.hold(row.id(), tells));
    for (const auto& leg : legs_) walk_.balances[leg.account] += leg.amount;
    if (guarded_.empty()) guarded_ = guarded_object(row);
    return show(row, away);
  }

  /// Table's name, then the columns, NULL skipped; `away`: the document is the one that was fetched.
  Digest content_hash_of(const Walked& row, bool away) const {
    CanonicalBytes bytes(row.name);
    for (int column = 0; column < static_cast<int>(row.own.size()); ++column) {
      const auto& info = *row.own[static_cast<std::size_t>(column)];
      if (away && own_from + column == row.document) {
        bytes.column(info.name);
        bytes.text(document_);
      } else if (row_.is_elsewhere(column)) {
        bytes.column(info.name);
        if (const auto text = row_.text_from_elsewhere(column)) bytes.text(*text);
      } else {
        take_column(bytes, row.cursor, own_from + column, info);
      }
    }
    if (row.is_entry) {
      bytes.column("legs");
      bytes.legs(legs_);
    }
    if (const auto tells = row_.tells(); !tells.empty()) {
      bytes.column("tells");
      bytes.text(tells);
    }
    return sha256(bytes.view());
  }

  Result<void> show(const Walked& row, bool away) {
    if (onlookers_.empty() || (!row.is_sale && !row.is_entry)) return Done{};
    if (row.is_sale) {
      books::Sale sale;
      row.table->take_columns(&sale, row_, shown_of_sale());
      if (away) sale.document = document_;
      for (auto* onlooker : onlookers_) MUST(onlooker->see(sale, row.id()));
      return Done{};
    }
    books::Entry entry;
    row.table->take(&entry, row_);
    entry.legs = legs_;
    for (auto* onlooker : onlookers_) MUST(onlooker->see(entry, row.id()));
    return Done{};
  }

  WalkedChain& chain_of(std::string_view name) {
    const auto known = walk_.chains.find(name);
    return known != walk_.chains.end() ? known->second : walk_.chains.try_emplace(std::string(name)).first->second;
  }

  /// Rows of a chain were decided one after the other, some a conversation with a card or a meter later than they began.
  void hold_time(const Walked& row, Instant& newest) {
    const auto time = Instant::from_ms(row.cursor.get_integer(row.time));
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

  /// Of the row that is held.
  std::string key_of(const Walked& row) const { return key_at(*row.table, row_, 0); }

  /// The name of the row that is held when only the vault may sign a group that holds it.
  std::string guarded_object(const Walked& row) const {
    if (table_needs_vault(row.name)) return row.name + "/" + key_of(row);
    if (row.object < 0 || !row.cursor.is_blob(own_from + row.content)) return {};
    const auto object = row_.get_text(row.object);
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
    else if (misplaced_)
      suspect(*std::move(misplaced_));
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
  Done of_no_group(const Walked& row) {
    row_.stand_on(row);
    return inserted(row, "it belongs to no group that was signed");
  }
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

  ChainWalk walk_;
  Connection& connection_;
  books::Nature nature_ = books::Nature::real;
  std::vector<books::ClockCorrection> corrections_;
  const SignatureCheck& check_;
  Signers signers_;
  Tellings tellings_;
  KeptByNumber kept_;
  RowInFull row_;  ///< that is held
  std::vector<Walked> tables_;
  std::vector<Digest> leaves_;  ///< of the group that is being walked
  std::optional<Finding> misplaced_;  ///< of it: the first row that is not where its id says
  std::string guarded_;         ///< a row of it that only the vault may sign for
  LegsInOrder legs_in_order_;
  std::vector<books::Leg> legs_;  ///< of the row that is held, when it is an entry
  std::string document_;          ///< of a sale that is held, when an archive has it
  std::span<Onlooker* const> onlookers_;
  Anchor last_;
};

}  // namespace

Digest content_hash_of(const Cursor& cursor, const books::Table& of_register) {
  CanonicalBytes bytes(of_register.name);
  int column = 0;
  for (const auto& info : of_register.columns) {
    if (!info.follows) take_column(bytes, cursor, column, info);
    ++column;
  }
  return sha256(bytes.view());
}

const ColumnSet& shown_of_sale() {
  using books::Sale;
  static const auto shown = books::columns(&Sale::number, &Sale::kind, &Sale::station, &Sale::till, &Sale::operator_name, &Sale::approved_by, &Sale::business_day, &Sale::account, &Sale::card,
                                           &Sale::tendered, &Sale::tenders, &Sale::unit, &Sale::credit, &Sale::n, &Sale::plan, &Sale::usage_class, &Sale::scheme, &Sale::document, &Sale::original).places();
  return shown;
}

Result<ChainWalk> walk_chains(Connection& connection, const SignatureCheck& check, const AnchorRange& as_if_accepted, std::span<Onlooker* const> onlookers) {
  return Walker(connection, check, as_if_accepted, onlookers).walk();
}

}  // namespace kwota::store
