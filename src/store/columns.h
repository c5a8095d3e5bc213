// Rows of the books as SQL values, from the one list that each kind keeps of its columns (books/table.h).
//   numbers, money, energy, time -> INTEGER (minor units, Wh, ms UTC)     text, numbers of meters and customers, serials -> TEXT
//   optional -> NULL when there is nothing, a first key version too       legs of an entry -> rows of the table `leg`
// The same values are what is hashed (canonical bytes), so that a hash can be recomputed with nothing but SQL and SHA-256:
//   text(table) || for each column in the order of the list that is not NULL: text(name) || 'i' int64, or 't' text, or 'l' legs
//   text = u32 length || UTF-8;  int64 and u32 big-endian;  legs = u32 count || (text account || int64 amount) each
// The content hash of a row is SHA-256 of these bytes; a chained row's hash is SHA-256(hash of the row before || content hash).
// Behind the columns of a chained row stands text("tells") 't' text when it tells of others (store/tellings.h); of a register, columns that
// follow are left out.
// A column that joins a chained row later must be optional: NULL is skipped, so old hashes stay what they were.
#pragma once
#include <string>

#include "books/kinds.h"
#include "store/hash.h"
#include "store/sqlite.h"

namespace kwota::store {

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
  ByteView view() const { return bytes_; }

 private:
  void tagged(char tag);
  void count(std::size_t n);
  void counted(std::string_view text);
  void whole(std::int64_t value);

  std::string_view name_;
  Bytes bytes_;
};

Digest content_hash(const books::RowRef& row, std::string_view tells = {});
template <class Row>
Digest content_hash(const Row& row) { return content_hash(books::ref(row)); }

/// "<table>/<key>", as audit entries and findings name a row: "till/3/1".
std::string name_of(const books::RowRef& row);
template <class Row>
std::string name_of(const Row& row) { return name_of(books::ref(row)); }

/// Binds the next hole. Of a text the value must live until the last step.
void bind(Cursor& cursor, const books::Value& value);
/// Binds all columns that stand in the row's own table, in the order of the list.
void bind_row(Cursor& cursor, const books::RowRef& row);
/// Binds the key.
void bind_key(Cursor& cursor, const books::RowRef& row);

/// "name"
std::string in_quotes(std::string_view name);
/// Of the rows that stand in an index: "settled" IS NULL.
std::string condition_of(const books::Only& only);
/// SQL that makes "<table>/<key>" of a row.
std::string name_sql(const books::Table& table);

/// SQL texts of a table, made once.
struct TableSql {
  std::string list;      ///< "number","name",…
  std::string key_list;  ///< "number",…
  std::string select;    ///< SELECT list FROM table
  std::string by_key;    ///< the same WHERE each column of the key=?; of a register that follows, told comes behind its columns
  std::string upsert;    ///< likewise
  std::string append;    ///< of a chained row: its columns, then id, position, hash, tells
};
const TableSql& sql_of(const books::Table& table);

}  // namespace kwota::store
