#include "store/sqlite/tables_then.h"

#include <fmt/format.h>

#include <algorithm>

#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

std::string then_name(const books::Table& table) { return in_quotes(std::string(table.name) + " then"); }

/// They are found by name and by key while they are changed, and by whatever the books find them by afterwards.
Result<void> index_changed_rows(Connection& connection, const books::Table& table) {
  int number = 0;
  const auto add = [&](const std::string& what) {
    return connection.run(fmt::format("CREATE INDEX temp.{} ON {}({})", in_quotes(fmt::format("{} then {}", table.name, ++number)), in_quotes(table.name), what));
  };
  MUST(add(name_sql(table)));
  std::string key;
  for (int i = 0; i < table.key_columns; ++i) key += (key.empty() ? "" : ",") + in_quotes(table.columns[static_cast<std::size_t>(i)].name);
  MUST(add(key));
  for (const auto* index : table.indexes) {
    std::string columns;
    for (const auto column : index->columns)
      if (!column.empty()) columns += (columns.empty() ? "" : ",") + in_quotes(column);
    MUST(add(columns));
  }
  return Done{};
}

}  // namespace

Result<void> note_changed(Connection& connection, std::int64_t from, const std::vector<std::string>& told) {
  MUST(connection.run(fmt::format("CREATE TEMP TABLE changed_since(name TEXT PRIMARY KEY) WITHOUT ROWID; "
                                  "INSERT OR IGNORE INTO temp.changed_since SELECT object FROM main.audit WHERE id>={} AND content_hash<>''", from)));
  for (const auto& object : told) {
    auto cursor = connection.prepare("INSERT OR IGNORE INTO temp.changed_since VALUES(?)");
    cursor.text(object);
    MUST(cursor.run());
  }
  return Done{};
}

Result<std::vector<const books::Table*>> tables_changed(Connection& connection) {
  std::vector<const books::Table*> out;
  const auto all = books::all_tables();
  auto cursor = connection.prepare("SELECT DISTINCT substr(name, 1, instr(name, '/')-1) FROM temp.changed_since ORDER BY 1");
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return out;
    const auto found = std::ranges::find(all, cursor.get_text(0), [](const books::Table* one) { return std::string_view(one->name); });
    if (found != all.end() && !(*found)->chained) out.push_back(*found);
  }
}

Result<void> take_changed_rows(Connection& connection, const books::Table& table) {
  MUST(connection.run(fmt::format("CREATE TEMP TABLE {0} AS SELECT * FROM main.{0} WHERE {1} IN (SELECT name FROM temp.changed_since)", in_quotes(table.name), name_sql(table))));
  return index_changed_rows(connection, table);
}

Result<void> join_with_unchanged(Connection& connection, const books::Table& table) {
  return connection.run(fmt::format("ALTER TABLE temp.{0} RENAME TO {1}; CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE {2} NOT IN (SELECT name FROM temp.changed_since) "
                                    "UNION ALL SELECT * FROM temp.{1}", in_quotes(table.name), then_name(table), name_sql(table)));
}

Result<void> hide_later_rows(Connection& connection, std::int64_t from) {
  for (const auto* table : books::all_tables())
    if (table->chained) MUST(connection.run(fmt::format("CREATE TEMP VIEW {0} AS SELECT * FROM main.{0} WHERE id<{1}", in_quotes(table->name), from)));
  return connection.run(fmt::format(
      "CREATE TEMP TABLE moved_since AS SELECT a.name AS account, sum(l.amount) AS amount FROM main.leg AS l JOIN main.ledger_account AS a ON a.number=l.account WHERE l.entry>={} GROUP BY a.name; "
      "CREATE TEMP VIEW balance AS SELECT b.account, b.amount-coalesce((SELECT m.amount FROM temp.moved_since AS m WHERE m.account=b.account), 0) AS amount FROM main.balance AS b", from));
}

}  // namespace kwota::store
