// The books as they stood with an anchor: rows that came later are not there, and registers say what they said then.
// Guarantees: the same anchor gives the same rows for ever, for no row that an anchor binds is changed or taken away without verify saying so. What
// registers said follows from the same rows: from the audit entries of what changed since, each with what it was before, and from what chained rows tell.
// Begin with stand_as_of(), then AsOfReader.
#pragma once
#include <map>
#include <string>

#include "store/sqlite/reader.h"
#include "store/verify/sheets.h"

namespace kwota::store {

/// From now on the tables of this connection are those of then: views of what is left of them, and what was changed since as it was, in the connection's
/// temporary tables. The books themselves are not touched; the connection is for this and nothing else.
/// Errors: `unknown_anchor` {anchor, newest}, `cannot_put_back` {row}.
Result<void> stand_as_of(Moment& moment, std::int64_t anchor);

/// Of a connection that stands so.
class AsOfReader final : public books::Reader {
 public:
  AsOfReader(Moment& moment, std::int64_t anchor) : connection_(sqlite_of(moment)), then_(connection_, nullptr, nullptr, IndexUse::free), anchor_(anchor) {}

  std::optional<Error> failure() const { return failure_ ? failure_ : then_.failure(); }

  /// Sheets of days are added up anew from the rows.
  void each(const books::Query& query, const std::function<bool(const books::ValueSource&)>& take) const override;
  std::vector<books::Leg> legs(std::string_view entry) const override { return then_.legs(entry); }
  void needs_archive(std::int64_t year) const override { then_.needs_archive(year); }
  Money balance(std::string_view ledger_account) const override { return then_.balance(ledger_account); }
  std::vector<books::HeldVersion> cards_by_key_version() const override { return then_.cards_by_key_version(); }
  std::vector<books::HeldVersion> meters_by_key_version() const override { return then_.meters_by_key_version(); }
  std::vector<books::MeterPoint> meter_points() const override { return then_.meter_points(); }
  std::vector<books::LastContact> last_contacts() const override { return then_.last_contacts(); }

 private:
  const report::DaySheets& sheets_of(const books::Query& query) const;

  Connection& connection_;
  SqliteReader then_;
  std::int64_t anchor_;
  mutable std::map<std::pair<std::string, std::string>, report::DaySheets> sheets_;  ///< by the days that were asked
  mutable std::optional<Error> failure_;
};

/// Error `unknown_anchor` {anchor, newest}.
Result<void> require_anchor(Moment& connection, std::int64_t anchor);
/// The last anchor that was there at that moment; 0: the books began later.
Result<std::int64_t> anchor_by(Moment& connection, Instant moment);

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
/// A row of a register that was changed after an anchor: which of its columns, by whom. What stood there and stands there now its history says, to whoever may see it.
struct LaterChange {
  std::string object;  ///< "customer/000000004711"
  std::vector<std::string> columns;
  std::string operator_name, action;
  Instant time;
};
struct LaterChanges {
  std::vector<LaterChange> rows;  ///< in the order of the books, at most `most`
  std::int64_t total = 0;
};
/// `station`: of its people alone; empty: all.
Result<LaterChanges> registers_after(Moment& connection, std::int64_t anchor, const std::string& station, std::size_t most);
/// `station`: of one alone; empty: all.
Result<LaterRows> rows_after(Moment& connection, std::int64_t anchor, const std::string& from, const std::string& to, const std::string& station, std::size_t most);

}  // namespace kwota::store
