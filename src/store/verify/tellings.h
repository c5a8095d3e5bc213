// What the chains tell of registers (store/draft/telling.h) held against what the registers say; and registers set back to what the rows that are left
// tell of them.
// Begin with Tellings.
#pragma once
#include <map>
#include <string>
#include <vector>

#include "store/draft/telling.h"
#include "store/sqlite/connection.h"
#include "store/verify/verify.h"

namespace kwota::store {

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
