#include "store/chain_walk.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/columns.h"

namespace kwota::store {
namespace {

/// Columns that stand before the row's own ones in a walk.
constexpr int own_from = 4;  // id, position, previous, hash

struct Table {
  std::string name;
  Cursor cursor;
  int chain = 0;  ///< column numbers
  int key = 0;    ///< first column of the key
  int key_columns = 1;
  bool there = false;
  std::int64_t id() const { return cursor.get_integer(0); }
};

template <class Row>
Table open_table(Connection& connection) {
  Table table{Row::table, connection.prepare(fmt::format("SELECT id, position, previous, hash, {} FROM \"{}\" ORDER BY id",
                                                         ColumnsOf<Row>::sql().list, Row::table))};
  table.key = own_from;
  table.key_columns = Row::key_columns;
  int column = own_from;
  Row::columns([&](std::string_view name, auto) {
    if (name == "chain") table.chain = column;
    ++column;
  });
  return table;
}

std::string key_of(const Table& table) {
  std::string key;
  for (int i = 0; i < table.key_columns; ++i) {
    if (i > 0) key += '/';
    key += table.cursor.get_text(table.key + i);
  }
  return key;
}

Result<std::vector<books::Leg>> legs_of(Connection& connection, std::string_view entry) {
  auto cursor = connection.prepare("SELECT account, amount FROM leg WHERE entry=? ORDER BY position");
  cursor.text(entry);
  std::vector<books::Leg> legs;
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return legs;
    legs.push_back({std::string(cursor.get_text(0)), Money::minor(cursor.get_integer(1))});
  }
}

Digest digest_of(ByteView bytes) {
  Digest digest{};
  if (bytes.size() == digest.size()) std::copy(bytes.begin(), bytes.end(), digest.begin());
  return digest;
}

class Walker {
 public:
  Walker(Connection& connection, const SignatureCheck& check) : connection_(connection), check_(check) {}

  Result<ChainWalk> walk() {
    for_each_row<books::Chained>([&]<class Row>() { tables_.push_back(open_table<Row>(connection_)); });
    for (auto& table : tables_) MUST(advance(table));
    auto anchors = connection_.prepare("SELECT number, time, count, root, previous, hash, signature FROM anchor ORDER BY number");
    for (;;) {
      TRY(more, anchors.step());
      if (!more) break;
      MUST(one_anchor(anchors));
      if (walk_.first) return std::move(walk_);
    }
    // Rows behind the last anchor were never part of a group.
    if (auto* row = next_row()) inserted(*row, "it belongs to no group that was signed");
    return std::move(walk_);
  }

 private:
  Result<void> advance(Table& table) {
    TRY(there, table.cursor.step());
    table.there = there;
    return Done{};
  }

  Table* next_row() {
    Table* next = nullptr;
    for (auto& table : tables_)
      if (table.there && (next == nullptr || table.id() < next->id())) next = &table;
    return next;
  }

  Result<void> one_anchor(const Cursor& cursor) {
    const auto number = cursor.get_integer(0);
    if (number != last_.number + 1) suspect(last_.number + 1, "removed", "the anchors do not follow one another");
    leaves_.clear();
    bool sale = false;
    for (auto* row = next_row(); row != nullptr && (row->id() >> leaf_bits) <= number; row = next_row()) {
      if ((row->id() >> leaf_bits) < number) {
        inserted(*row, "it belongs to no group that was signed");
        return Done{};
      }
      sale = sale || row->name == books::Sale::table;
      MUST(one_row(*row));
      if (walk_.first) return Done{};
      MUST(advance(*row));
    }
    hold_anchor(cursor, number, sale);
    return Done{};
  }

  Result<void> one_row(const Table& row) {
    ++walk_.rows;
    std::vector<books::Leg> legs;
    const bool is_entry = row.name == books::Entry::table;
    if (is_entry) {
      TRY(found, legs_of(connection_, row.cursor.get_text(row.key)));
      legs = std::move(found);
    }
    const auto content = content_hash_of(row.cursor, row.name, own_from, row.cursor.columns(), is_entry ? &legs : nullptr);
    const auto position = row.cursor.get_integer(1);
    const auto previous = digest_of(row.cursor.get_blob(2));
    const auto hash = digest_of(row.cursor.get_blob(3));
    auto& head = walk_.heads[std::string(row.cursor.get_text(row.chain))];
    if (hash != sha256(previous, content)) return changed(row, "its content does not fit its hash");
    if (position <= head.position) return inserted(row, "its place in the chain was taken");
    if (position > head.position + 1) return removed_before(row, head.position + 1);
    if (previous != head.hash) return changed(row, "the row before it in its chain is not the one that it was written after");
    Money sum;
    for (const auto& leg : legs) sum += leg.amount;
    if (!sum.is_zero()) return changed(row, "its legs do not add up to zero");
    head = {position, hash};
    leaves_.push_back(hash);
    if (row.name == books::Audit::table) remember_content(row);
    return Done{};
  }

  void remember_content(const Table& row) {
    // Columns of Audit: chain number time operator action object content_hash details.
    const auto hash = row.cursor.get_text(own_from + 6);
    if (!hash.empty()) walk_.content[std::string(row.cursor.get_text(own_from + 5))] = hash;
  }

  void hold_anchor(const Cursor& cursor, std::int64_t number, bool holds_sale) {
    ++walk_.anchors;
    Anchor anchor;
    anchor.number = number;
    anchor.time = Instant::from_ms(cursor.get_integer(1));
    anchor.count = cursor.get_integer(2);
    anchor.root = digest_of(cursor.get_blob(3));
    anchor.previous = digest_of(cursor.get_blob(4));
    anchor.hash = digest_of(cursor.get_blob(5));
    if (anchor.hash != hash_of(anchor)) suspect(number, "changed", "its content does not fit its hash");
    if (anchor.previous != last_.hash) suspect(number, "changed", "the anchor before it is not the one that it was made after");
    const auto rows = static_cast<std::int64_t>(leaves_.size());
    if (rows != anchor.count)
      suspect(number, "changed", fmt::format("its group had {} rows, {} are there", anchor.count, rows));
    else if (merkle_root(leaves_) != anchor.root)
      suspect(number, "changed", "the rows of its group do not lead to its root");
    if (check_) hold_signature(anchor, cursor.get_blob(6), holds_sale);
    last_ = anchor;
  }

  void hold_signature(const Anchor& anchor, ByteView bytes, bool holds_sale) {
    if (bytes.empty()) {
      if (holds_sale) suspect(anchor.number, "unsigned", "its group holds a sale and has no signature of the vault");
      return;
    }
    Signature signature{};
    if (bytes.size() == signature.size()) std::copy(bytes.begin(), bytes.end(), signature.begin());
    if (!check_(anchor.hash, signature)) suspect(anchor.number, "forged", "its signature is not the vault's");
  }

  // ---- what was found -----------------------------------------------------------------------------------------------

  Done found(std::string table, std::string key, const char* what, std::string why) {
    walk_.first = Finding{std::move(table), std::move(key), what, std::move(why)};
    return Done{};
  }
  Done changed(const Table& row, std::string why) { return found(row.name, key_of(row), "changed", std::move(why)); }
  Done inserted(const Table& row, std::string why) { return found(row.name, key_of(row), "inserted", std::move(why)); }
  Done removed_before(const Table& row, std::int64_t position) {
    const std::string chain(row.cursor.get_text(row.chain));
    return found("chain", fmt::format("{}/{}", chain, position), "removed",
                 fmt::format("in chain {} row {} is missing before {}/{}", chain, position, row.name, key_of(row)));
  }
  void suspect(std::int64_t anchor, const char* what, std::string why) {
    if (!walk_.suspicious) walk_.suspicious = Finding{"anchor", std::to_string(anchor), what, std::move(why)};
  }

  Connection& connection_;
  const SignatureCheck& check_;
  std::vector<Table> tables_;
  std::vector<Digest> leaves_;  ///< of the group that is being walked
  Anchor last_;
  ChainWalk walk_;
};

}  // namespace

Digest content_hash_of(const Cursor& cursor, std::string_view table, int first_column, int end_column,
                       const std::vector<books::Leg>* legs) {
  CanonicalBytes bytes(table);
  for (int column = first_column; column < end_column; ++column) {
    bytes.column(cursor.column_name(column));
    if (cursor.is_integer(column))
      bytes.integer(cursor.get_integer(column));
    else if (!cursor.is_null(column))
      bytes.text(cursor.get_text(column));
  }
  if (legs != nullptr) {
    bytes.column("legs");
    bytes.legs(*legs);
  }
  return sha256(bytes.view());
}

Result<ChainWalk> walk_chains(Connection& connection, const SignatureCheck& check) { return Walker(connection, check).walk(); }

}  // namespace kwota::store
