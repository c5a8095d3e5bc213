// Answers of the books that the writer keeps from one decision to the next.
#pragma once
#include <map>
#include <memory>
#include <vector>

#include "books/reader.h"
#include "store/sqlite/kept.h"

namespace kwota::store {

/// Answers that the writer keeps from one decision to the next, of the kinds that say so (books::Table::held).
/// A row that is put takes the place of the one that was held under its key; whatever else was answered of its kind is forgotten.
class HeldRows {
 public:
  using Row = std::vector<books::Value>;
  /// Whoever reads them may ask for other rows meanwhile, and rows may be put: what he has stays as it is.
  using Rows = std::shared_ptr<const std::vector<Row>>;
  Rows find(const books::Query& query) const;  ///< null: not held
  void keep(const books::Query& query, Rows rows);
  void put(const books::RowRef& row);
  void forget() {
    answers_.clear();
    kept = {};
  }
  Kept kept;

 private:
  struct Answer {
    books::Query query;
    Rows rows;
  };
  std::map<const books::Table*, std::vector<Answer>> answers_;
};

}  // namespace kwota::store
