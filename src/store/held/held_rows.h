// Answers of the books that are kept: by the writer from one decision to the next, by a reader from one look to the next. What is asked and answered are
// rows as books declares them; of a database this room knows nothing.
// Begin with HeldRows.
#pragma once
#include <charconv>
#include <map>
#include <memory>
#include <vector>

#include "books/reader.h"

namespace kwota::store {

/// Answers of the kinds that say so (books::Table::held).
/// A row that is put takes the place of the one that was held under its key; whatever else was answered of its kind is forgotten.
class HeldRows {
 public:
  using Row = std::vector<books::Value>;
  /// Whoever reads them may ask for other rows meanwhile, and rows may be put: what he has stays as it is.
  using Rows = std::shared_ptr<const std::vector<Row>>;
  Rows find(const books::Query& query) const;  ///< null: not held
  /// The row that stands under this one's key; null: not held.
  Rows under_key(const books::RowRef& like) const;
  void keep(const books::Query& query, Rows rows);
  void put(const books::RowRef& row);
  void forget() { answers_.clear(); }
  void forget(const books::Table& table);
  /// False: answers of this kind are given and not kept, until it is said again.
  void keep_answers(const books::Table& table, bool may);

 private:
  struct Answer {
    books::Query query;
    Rows rows;
  };
  struct OfTable {
    std::vector<Answer> answers;
    bool may_be_kept = true;
  };
  std::map<const books::Table*, OfTable> answers_;
};

/// A row that is held.
class HeldSource final : public books::ValueSource {
 public:
  explicit HeldSource(const HeldRows::Row& row) : row_(row) {}
  bool is_null(int column) const override { return std::holds_alternative<std::monostate>(at(column)); }
  std::int64_t get_integer(int column) const override {
    if (const auto* number = std::get_if<std::int64_t>(&at(column))) return *number;
    std::int64_t digits = 0;  // numbers of meters and customers are held as text
    const auto text = get_text(column);
    std::from_chars(text.data(), text.data() + text.size(), digits);
    return digits;
  }
  std::string_view get_text(int column) const override {
    const auto* text = std::get_if<std::string>(&at(column));
    return text != nullptr ? std::string_view(*text) : std::string_view();
  }

 private:
  const books::Value& at(int column) const { return row_[static_cast<std::size_t>(column)]; }
  const HeldRows::Row& row_;
};

}  // namespace kwota::store
