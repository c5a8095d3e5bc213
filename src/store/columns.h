// Rows of the books as SQL values, from the one list that each kind keeps of its columns (books/table.h).
//   numbers, money, energy, time -> INTEGER (minor units, Wh, ms UTC)     numbers of meters and customers -> INTEGER
//   text, words, serials -> TEXT     what is written as hexadecimal text -> BLOB
//   a text that many rows say -> its number in `kept_text` (store/kept.h)     what other columns say already -> a column that is computed
//   optional -> NULL when there is nothing, a first key version too       legs of an entry -> rows of the table `leg`
// The same values are what is hashed (canonical bytes), so that a hash can be recomputed with nothing but SQL and SHA-256:
//   text(table) || for each column in the order of the list that is not NULL: text(name) || 'i' int64, or 't' text, or 'b' bytes, or 'l' legs
//   text = u32 length || UTF-8 (of a kept text the text itself); bytes = u32 length || bytes;  int64 and u32 big-endian;  legs = u32 count || (text account || int64 amount) each
// The content hash of a row is SHA-256 of these bytes; a chained row's hash is SHA-256(hash of the row before || content hash).
// Behind the columns of a chained row stands text("tells") 't' text when it tells of others (store/tellings.h); of a register, columns that
// follow are left out.
// A column that joins a chained row later must be optional: NULL is skipped, so old hashes stay what they were.
#pragma once
#include <bitset>
#include <string>

#include "books/kinds.h"
#include "store/hash.h"
#include "store/kept.h"
#include "store/sqlite.h"

namespace kwota::store {

/// Of one row, by their places.
using ColumnSet = std::bitset<64>;

class CanonicalBytes final : public books::ValueSink {
 public:
  explicit CanonicalBytes(std::string_view table);
  CanonicalBytes(const CanonicalBytes&) = delete;
  CanonicalBytes& operator=(const CanonicalBytes&) = delete;
  ~CanonicalBytes() override;
  void column(std::string_view name) override { name_ = name; }
  void null() override {}
  void integer(std::int64_t value) override;
  void text(std::string_view value) override;
  void text_copy(std::string_view value) override { text(value); }
  void legs(const std::vector<books::Leg>& legs) override;
  void digits(std::uint64_t value) override { integer(static_cast<std::int64_t>(value)); }
  void hex(std::string_view value) override;
  void blob(ByteView value);
  ByteView view() const { return ByteView(bytes_).first(end_); }

 private:
  void tagged(char tag);
  void count(std::size_t n);
  void counted(std::string_view text);
  void whole(std::int64_t value);
  std::uint8_t* room(std::size_t size);

  std::string_view name_;
  Bytes bytes_;  ///< with room behind the end
  std::size_t end_ = 0;
};

Digest content_hash(const books::RowRef& row, std::string_view tells = {});
template <class Row>
Digest content_hash(const Row& row) { return content_hash(books::ref(row)); }

/// What the audit entry of a removed row has in place of a content hash.
inline constexpr std::string_view removed_row_hash = "0000000000000000000000000000000000000000000000000000000000000000";
/// The same as SQL.
inline constexpr std::string_view removed_row_sql = "zeroblob(32)";
/// "a"=? AND "b"=?: the key of a row, to be bound by bind_key().
std::string where_key(const books::Table& table);

/// "<table>/<key>", as audit entries and findings name a row: "till/3/1".
std::string name_of(const books::RowRef& row);
template <class Row>
std::string name_of(const Row& row) { return name_of(books::ref(row)); }

/// Binds the next hole. Of a text the value must live until the last step.
void bind(Cursor& cursor, const books::Value& value);
/// Binds the columns that stand in the row's own table, in the order of the list: all of them, or those that are wanted. A text that is kept
/// once gets its number.
Result<void> bind_row(Connection& connection, KnownNumbers& known, Cursor& cursor, const books::RowRef& row, const ColumnSet& wanted = ColumnSet().set());
/// Binds the key.
void bind_key(Cursor& cursor, const books::RowRef& row);

/// What a column says, as the row's own table would give it.
books::Value value_at(const books::ColumnInfo& column, const books::ValueSource& from, int place);
/// The same as text: part of a name.
std::string text_at(const books::ColumnInfo& column, const books::ValueSource& from, int place);
/// The key of a row of which a cursor gives the columns from `first` on: "3/1".
std::string key_at(const books::Table& table, const books::ValueSource& from, int first);
/// What a table's composed column says of this row.
std::string composed_of(const books::RowRef& row);

/// "name"
std::string in_quotes(std::string_view name);
/// Of the rows that stand in an index: "settled" IS NULL.
std::string condition_of(const books::Only& only);
/// A number with twelve digits as text.
std::string digits_sql(std::string_view sql);
/// SQL of a table's composed column.
std::string composed_sql(const books::Table& table);
/// SQL that makes "<table>/<key>" of a row.
std::string name_sql(const books::Table& table);

/// SQL texts of a table, made once.
struct TableSql {
  std::string list;      ///< "number","name",… as they are read
  std::string key_list;  ///< "number",…
  std::string select;    ///< SELECT list FROM table
  std::string by_key;    ///< the same WHERE each column of the key=?; of a register that follows, told comes behind its columns
  std::string upsert;    ///< likewise
  std::string update;    ///< of a register that follows in part: SET what follows, told, WHERE its key
  ColumnSet follows;     ///< which those are
  std::string append;    ///< of a chained row: its columns, then id, position, hash, tells
};
const TableSql& sql_of(const books::Table& table);
/// SET these columns WHERE the key: indexes of others are not touched.
const std::string& update_of(const books::Table& table, const ColumnSet& columns);

}  // namespace kwota::store
