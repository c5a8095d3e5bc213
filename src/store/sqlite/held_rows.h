// Answers of the books that are kept: by the writer from one decision to the next, by a reader from one look to the next (store/sqlite/read_session.h).
#pragma once
#include <map>
#include <memory>
#include <vector>

#include "books/reader.h"
#include "store/sqlite/kept.h"

namespace kwota::store {

/// Answers of the kinds that say so (books::Table::held).
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
  void forget(const books::Table& table);
  /// False: answers of this kind are given and not kept, until it is said again.
  void keep_answers(const books::Table& table, bool may);
  Kept kept;

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

}  // namespace kwota::store
