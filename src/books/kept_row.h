// A row's columns as values that outlive what they were read from, and a row made of them again: books in memory, files that are judged over the books,
// what an import takes back.   Begin with kept(), KeptSource.
#pragma once
#include <vector>

#include "books/table.h"

namespace kwota::books {

using KeptRow = std::vector<Value>;

/// Numbers of meters with all their digits; of legs and of what is absent nothing.
Value kept(const ColumnInfo& column, const ValueSource& from, int place);
KeptRow kept(const Table& table, const ValueSource& from);

/// What Table::take() and Row read from. The values stay with whoever has them.
class KeptSource final : public ValueSource {
 public:
  explicit KeptSource(const KeptRow& values) : values_(values) {}
  bool is_null(int column) const override { return at(column).index() == 0; }
  std::int64_t get_integer(int column) const override;
  std::string_view get_text(int column) const override;

 private:
  const Value& at(int column) const { return values_[static_cast<std::size_t>(column)]; }
  const KeptRow& values_;
};

}  // namespace kwota::books
