// The books as they stood with an anchor: rows that came later are not there. For reports, whose figures are made of chained rows; registers say what is.
// Guarantees: the same anchor gives the same rows for ever, for no row that an anchor binds is changed or taken away without verify saying so.
// Begin with AsOfReader.
#pragma once
#include <map>
#include <string>

#include "store/books_reader.h"
#include "store/sheets.h"

namespace kwota::store {

class AsOfReader final : public books::Reader {
 public:
  AsOfReader(Connection& connection, std::int64_t anchor) : connection_(connection), now_(connection), anchor_(anchor) {}

  std::optional<Error> failure() const { return failure_ ? failure_ : now_.failure(); }

  /// Sheets of days are added up anew from the rows; chained rows are those of the anchor and before; registers are as they are now.
  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override;
  std::vector<books::Leg> legs(std::string_view entry) const override;
  Money balance(std::string_view ledger_account) const override { return now_.balance(ledger_account); }
  std::vector<books::HeldVersion> cards_by_key_version() const override { return now_.cards_by_key_version(); }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return now_.meters_by_key_version(); }
  std::vector<books::MeterPoint> meter_points() const override { return now_.meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return now_.last_contacts(); }

 private:
  bool was_there(const books::Table& table, const books::ValueSource& row) const;
  const report::DaySheets& sheets_of(const books::Query& query) const;

  Connection& connection_;
  BooksReader now_;
  std::int64_t anchor_;
  mutable std::map<std::pair<std::string, std::string>, report::DaySheets> sheets_;  ///< by the days that were asked
  mutable std::optional<Error> failure_;
};

/// Error `unknown_anchor` {anchor, newest}.
Result<void> require_anchor(Connection& connection, std::int64_t anchor);

/// A row that came after an anchor and counts for these days.
struct LaterRow {
  std::string row;     ///< "sale", "entry"
  std::string number;
  std::string what;    ///< operation
  std::string business_day;
  Instant time;
  Money amount;        ///< of a sale what was tendered; of an entry the sum of its debits
};
struct LaterRows {
  std::vector<LaterRow> rows;  ///< in the order of the books, at most `most`
  std::int64_t total = 0;
};
/// `station`: of one alone; empty: all.
Result<LaterRows> rows_after(Connection& connection, std::int64_t anchor, const std::string& from, const std::string& to, const std::string& station, std::size_t most);

}  // namespace kwota::store
