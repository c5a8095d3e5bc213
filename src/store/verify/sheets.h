// The sheets of days in the books (books/rows/money/sheet.h): verify adds all rows up again.
// Begin with SheetCount.
#pragma once
#include <optional>

#include "collect/report/day_sheets.h"
#include "store/draft/closing.h"
#include "store/sqlite/reader.h"
#include "store/verify/chain_walk.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// Of these days, as they stood with this anchor: added up from the rows that it and those before it bind.
Result<report::DaySheets> sheets_as_of(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to);
/// Adds up all rows that it is shown.
class SheetCount final : public Onlooker {
 public:
  /// From the moment of the books at which it is made.
  explicit SheetCount(Connection& connection) : connection_(connection), reader_(connection), closed_(reader_) {}
  Result<void> see(const books::Sale& sale, std::int64_t id) override { return count(sale, id); }
  Result<void> see(const books::Entry& entry, std::int64_t id) override { return count(entry, id); }
  /// After all rows: one that came after its day was closed, or a sheet that is not the sum of its rows.
  Result<std::optional<Finding>> hold() const;
  Result<const report::DaySheets*> sheets() const;

 private:
  template <class Row>
  Result<void> count(const Row& row, std::int64_t id);

  Connection& connection_;
  BooksReader reader_;
  ClosedRows closed_;
  report::DaySheets sheets_{report::DaySheets::Rows::all_in_order};
  std::optional<Finding> late_;
};
/// Of the rows that are left, where some were removed.
Result<void> add_up_anew(Connection& connection);

}  // namespace kwota::store
