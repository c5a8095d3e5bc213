#include "store/sqlite/costs.h"

#include <fmt/format.h>

#include <algorithm>
#include <chrono>
#include <limits>
#include <optional>

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

/// Copies so many rows of a table, and says how long they take without any index. Nothing: it has not so many.
Result<std::optional<std::int64_t>> filled_bare(Connection& connection, const std::string& table, std::int64_t rows) {
  TRY(there, connection.number(fmt::format("SELECT count(*) FROM (SELECT 1 FROM books.\"{}\" LIMIT {})", table, rows)));
  if (there < rows) return std::optional<std::int64_t>{};
  MUST(connection.run(fmt::format("DROP TABLE IF EXISTS main.newest; CREATE TABLE main.newest AS SELECT * FROM books.\"{}\" LIMIT {}", table, rows)));
  TRY(took, filled(connection, ""));
  return std::optional(took);
}

/// What it adds to rows that take `bare` nanoseconds, and its bytes in the file.
Result<IndexCost> cost_of(Connection& connection, const Known& index, std::int64_t bare, std::int64_t rows) {
  TRY(took, filled(connection, on_copy(index)));
  IndexCost cost{index.index, index.table};
  cost.nanoseconds = std::max<std::int64_t>(0, (took - bare) / rows);
  auto size = connection.prepare("SELECT coalesce(sum(pgsize), 0) FROM dbstat('books', 1) WHERE name=?");
  size.text(index.index);
  TRY(row, size.step());
  if (row) cost.bytes = size.get_integer(0);
  return cost;
}

/// Names or texts, one a row.
Result<std::vector<std::string>> texts(Connection& connection, const std::string& sql, std::string_view of) {
  std::vector<std::string> all;
  auto cursor = connection.prepare(sql);
  if (!of.empty()) cursor.text(of);
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return all;
    all.emplace_back(cursor.get_text(0));
  }
}

template <class Cell>
void bind(Cursor& cursor, const Cell& cell) {
  if (const auto* number = std::get_if<std::int64_t>(&cell))
    cursor.integer(*number);
  else if (const auto* text = std::get_if<std::string>(&cell))
    cursor.text(*text);
  else if (const auto* bytes = std::get_if<Bytes>(&cell))
    cursor.blob(*bytes);
  else
    cursor.null();
}

std::string joined(const std::vector<std::string>& columns, std::string_view with) {
  std::string out;
  for (const auto& column : columns) out += fmt::format("{}\"{}\"", out.empty() ? "" : with, column);
  return out;
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
  std::optional<std::int64_t> bare;  // of the table whose indexes come one after the other
  for (const auto& one : known) {
    if (one.table != table) {
      table = one.table;
      TRY(took, filled_bare(*connection, table, rows));
      bare = took;
    }
    if (!bare) continue;
    TRY(cost, cost_of(*connection, one, *bare, rows));
    costs.push_back(std::move(cost));
  }
  return costs;
}

Result<RowCounts> row_counts(const std::string& file) {
  TRY(connection, Connection::open(file, Connection::Mode::read));
  TRY(names, texts(*connection, "SELECT name FROM sqlite_schema WHERE type='table' AND name NOT LIKE 'sqlite%' ORDER BY name", ""));
  RowCounts counts;
  for (const auto& name : names) {
    TRY(count, connection->number(fmt::format("SELECT count(*) FROM \"{}\"", name)));
    counts[name] = count;
  }
  return counts;
}

BareRows::Cell BareRows::cell_at(const Cursor& cursor, int column) {
  if (cursor.is_null(column)) return {};
  if (cursor.is_integer(column)) return cursor.get_integer(column);
  if (cursor.is_blob(column)) return to_bytes(cursor.get_blob(column));
  return std::string(cursor.get_text(column));
}

Result<BareRows::Table> BareRows::table_behind(Connection& connection, const std::string& name, std::int64_t known) {
  Table table{.name = name};
  TRY(made_by, texts(connection, "SELECT sql FROM sqlite_schema WHERE tbl_name=? AND sql IS NOT NULL ORDER BY type DESC, name", name));
  TRY(columns, texts(connection, "SELECT name FROM pragma_table_info(?)", name));
  table.made_by = std::move(made_by);
  table.insert = fmt::format("INSERT INTO \"{}\"({}) VALUES(?", name, joined(columns, ","));
  for (std::size_t i = 1; i < columns.size(); ++i) table.insert += ",?";
  table.insert += ")";
  auto cursor = connection.prepare(fmt::format("SELECT {} FROM \"{}\" LIMIT -1 OFFSET {}", joined(columns, ","), name, known));
  for (;;) {
    TRY(there, cursor.step());
    if (!there) return table;
    auto& row = table.rows.emplace_back();
    for (int i = 0; i < cursor.columns(); ++i) row.push_back(cell_at(cursor, i));
  }
}

Result<BareRows> BareRows::since(const RowCounts& before, const std::string& file, std::int64_t least) {
  TRY(now, row_counts(file));
  TRY(connection, Connection::open(file, Connection::Mode::read));
  BareRows bare;
  for (const auto& [name, count] : now) {
    const auto known = before.find(name);
    const auto old = known == before.end() ? 0 : known->second;
    if (count - old < least) continue;
    TRY(table, table_behind(*connection, name, old));
    bare.tables_.push_back(std::move(table));
  }
  return bare;
}

Result<void> BareRows::make_tables(const std::string& to) const {
  TRY(connection, Connection::open(to, Connection::Mode::write));
  for (const auto& table : tables_)
    for (const auto& sql : table.made_by) MUST(connection->run(sql));
  return {};
}

Result<void> BareRows::write(const std::string& to, std::size_t groups) const {
  TRY(connection, Connection::open(to, Connection::Mode::write));
  for (std::size_t group = 0; group < groups; ++group) {
    MUST(connection->prepare("BEGIN IMMEDIATE").run());
    for (const auto& table : tables_) {
      const auto end = table.rows.size() * (group + 1) / groups;
      for (auto i = table.rows.size() * group / groups; i < end; ++i) {
        auto cursor = connection->prepare(table.insert);
        for (const auto& cell : table.rows[i]) bind(cursor, cell);
        MUST(cursor.run());
      }
    }
    MUST(connection->prepare("COMMIT").run());
  }
  return {};
}

std::size_t BareRows::count() const {
  std::size_t rows = 0;
  for (const auto& table : tables_) rows += table.rows.size();
  return rows;
}

}  // namespace kwota::store
