// A row of the books as bytes that are hashed, whatever engine keeps it, so that a hash can be recomputed with nothing but its columns and SHA-256:
//   text(table) || for each column in the order of the list that is not NULL: text(name) || 'i' int64, or 't' text, or 'b' bytes, or 'l' legs
//   text = u32 length || UTF-8 (of a kept text the text itself); bytes = u32 length || bytes;  int64 and u32 big-endian;  legs = u32 count || (text account || int64 amount) each
// The content hash of a row is SHA-256 of these bytes; a chained row's hash is SHA-256(hash of the row before || content hash).
// Behind the columns of a chained row stands text("tells") 't' text when it tells of others (store/draft/telling.h); of a register, columns that
// follow are left out.
// A column that joins a chained row later must be optional: NULL is skipped, so old hashes stay what they were.
#pragma once
#include <optional>
#include <string>

#include "books/kinds.h"
#include "store/draft/hash.h"

namespace kwota::store {

using books::ColumnSet;

/// The bytes that are kept of a text that is hexadecimal; nothing: it is kept as text, so that what is read is what was written.
std::optional<Bytes> bytes_of_hex(std::string_view text);

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
/// "<table>/<key>", as audit entries and findings name a row: "till/3/1".
std::string name_of(const books::RowRef& row);
template <class Row>
std::string name_of(const Row& row) { return name_of(books::ref(row)); }

/// What a column says, as the row's own table would give it.
books::Value value_at(const books::ColumnInfo& column, const books::ValueSource& from, int place);
/// The same as text: part of a name.
std::string text_at(const books::ColumnInfo& column, const books::ValueSource& from, int place);
/// The key of a row of which a cursor gives the columns from `first` on: "3/1".
std::string key_at(const books::Table& table, const books::ValueSource& from, int first);

}  // namespace kwota::store
