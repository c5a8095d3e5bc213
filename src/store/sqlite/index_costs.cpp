#include "store/sqlite/index_costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>

#include "store/sqlite/connection.h"

namespace kwota::store {
namespace {

struct Known {
  std::string index, table, sql;
};

Result<std::vector<Known>> indexes_in(Connection& connection) {
  std::vector<Known> all;
  auto cursor = connection.prepare("SELECT name, tbl_name, sql FROM books.sqlite_schema WHERE type='index' AND sql IS NOT NULL ORDER BY tbl_name, name");
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return all;
    all.push_back({std::string(cursor.get_text(0)), std::string(cursor.get_text(1)), std::string(cursor.get_text(2))});
  }
}

Result<std::int64_t> nanoseconds_of(Connection& connection, const std::string& sql) {
  const auto begin = std::chrono::steady_clock::now();
  MUST(connection.run(sql));
  return std::chrono::duration_cast<std::chrono::nanoseconds>(std::chrono::steady_clock::now() - begin).count();
}

/// The least of three: what else the machine does only makes it longer.
Result<std::int64_t> filled(Connection& connection, const std::string& index) {
  auto least = std::numeric_limits<std::int64_t>::max();
  for (int i = 0; i < 3; ++i) {
    MUST(connection.run("DROP TABLE IF EXISTS main.copy; CREATE TABLE main.copy AS SELECT * FROM main.newest LIMIT 0;" + index));
    TRY(took, nanoseconds_of(connection, "INSERT INTO main.copy SELECT * FROM main.newest"));
    least = std::min(least, took);
  }
  return least;
}

/// "CREATE INDEX sale_time ON sale(time)" on the copy.
std::string on_copy(const Known& known) {
  const auto on = known.sql.find(" ON ");
  return "CREATE INDEX main.measured ON copy" + known.sql.substr(known.sql.find('(', on));
}

}  // namespace

Result<std::vector<IndexCost>> index_costs(const std::string& file, std::int64_t rows) {
  TRY(connection, Connection::open("", Connection::Mode::memory));
  {
    auto attach = connection->prepare("ATTACH ? AS books");
    attach.text(file);
    MUST(attach.run());
  }
  TRY(known, indexes_in(*connection));
  std::vector<IndexCost> costs;
  std::string table;
  std::int64_t bare = 0;
  bool large = false;
  for (const auto& one : known) {
    if (one.table != table) {
      table = one.table;
      TRY(there, connection->number(fmt::format("SELECT count(*) FROM (SELECT 1 FROM books.\"{}\" LIMIT {})", table, rows)));
      large = there >= rows;
      if (!large) continue;
      MUST(connection->run(fmt::format("DROP TABLE IF EXISTS main.newest; CREATE TABLE main.newest AS SELECT * FROM books.\"{}\" LIMIT {}", table, rows)));
      TRY(took, filled(*connection, ""));
      bare = took;
    }
    if (!large) continue;
    TRY(took, filled(*connection, on_copy(one)));
    IndexCost cost{one.index, one.table};
    cost.nanoseconds = std::max<std::int64_t>(0, (took - bare) / rows);
    auto size = connection->prepare("SELECT coalesce(sum(pgsize), 0) FROM dbstat('books', 1) WHERE name=?");
    size.text(one.index);
    TRY(row, size.step());
    if (row) cost.bytes = size.get_integer(0);
    costs.push_back(std::move(cost));
  }
  return costs;
}

}  // namespace kwota::store
