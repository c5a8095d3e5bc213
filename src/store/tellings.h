// What chained rows tell of registers: how far a till, a meter or a sale has come follows from sales, instructions, statements and the journal
// (books::Table::follows), and whoever appends such a row puts the register on in the same decision. No audit entry is written for that. The
// first row that the decision appends tells what the columns say from then on – part of its hash –, and the register's row holds in `told`
// which row that was:
//   tells   meter/000000101332=10,1,9,9        one line each: name of the row = the columns that follow, in their order
//           sale_state/R4-T01-00005000=booked,1795176000000,0
//   told    the id of the row that tells it; 0: nobody yet, and the columns say nothing
// So verify finds a register that somebody changed, took out, put in or set back to what it once was: the walk over the chains looks each line up.
// Begin with telling_of(), Tellings.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "books/kinds.h"
#include "store/sqlite.h"
#include "store/verify.h"

namespace kwota::store {

/// "<table>/<key>=<values>" of a row.
std::string telling_of(const books::RowRef& row);
/// The same of the row that a cursor stands on; its columns begin at the first.
std::string telling_of(const books::Table& table, const books::ValueSource& at);
/// Whether it says what the columns of a new row say.
bool is_blank(const books::Table& table, std::string_view telling);
/// What is before "=": the name of a row.
std::string_view object_of(std::string_view telling);
/// The register of which a telling speaks; null: none that follows.
const books::Table* table_of_telling(std::string_view telling);
/// Calls `take(line)` for each line.
template <class Take>
void each_telling(std::string_view tells, Take take) {
  while (!tells.empty()) {
    const auto end = std::min(tells.find('\n'), tells.size());
    take(tells.substr(0, end));
    tells.remove_prefix(std::min(end + 1, tells.size()));
  }
}

/// Holds what the chains tell against what the registers say, line by line in the order of the books.
class Tellings {
 public:
  explicit Tellings(Connection& connection) : connection_(connection) {}
  /// Of the chained row with this id.
  Result<void> hold(std::int64_t id, std::string_view tells);
  /// When all rows were walked: every register that follows is told, or is as it was made.
  Result<std::optional<Finding>> rest(std::int64_t& rows);

 private:
  Result<void> hold_line(std::int64_t id, std::string_view line);
  Result<std::optional<Finding>> rest_of(const books::Table& table, std::int64_t& rows);
  Result<bool> is_told(std::int64_t id, std::string_view line);

  Connection& connection_;
  std::optional<Finding> first_;
  std::map<const books::Table*, std::int64_t> held_;  ///< rows that are as the row says to which they point
};

/// Registers of which the rows from `from` on tell: each becomes what the newest row before them tells of it. `before` the rows are removed.
Result<std::vector<std::string>> told_since(Connection& connection, std::int64_t from);
/// When they are removed.
Result<void> tell_again(Connection& connection, const std::vector<std::string>& objects);

}  // namespace kwota::store
