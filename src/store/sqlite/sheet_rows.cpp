#include "store/sqlite/sheet_rows.h"

#include <fmt/format.h>

#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

/// INSERT … where it is there already, each sum is added to.
std::string adding(const books::Table& table) {
  std::string holes, sums;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    holes += i == 0 ? "?" : ",?";
    if (i < static_cast<std::size_t>(table.key_columns)) continue;
    const auto name = in_quotes(table.columns[i].name);
    sums += fmt::format("{0}{1}={2}.{1}+excluded.{1}", sums.empty() ? "" : ",", name, in_quotes(table.name));
  }
  return fmt::format("INSERT INTO {}({}) VALUES({}) ON CONFLICT({}) DO UPDATE SET {}", in_quotes(table.name), sql_of(table).list, holes, sql_of(table).key_list, sums);
}

template <class Sheet>
Result<void> add_all(Connection& connection, const std::map<std::string, Sheet>& sheets) {
  static const auto sql = adding(books::table_of<Sheet>());
  Kept none_kept;
  for (const auto& [key, sheet] : sheets) {
    auto cursor = connection.prepare(sql);
    MUST(bind_row(connection, none_kept, cursor, books::ref(sheet)));
    MUST(cursor.run());
  }
  return Done{};
}

}  // namespace

Result<void> add_sheets(Connection& connection, const report::DaySheets& sheets) {
  Result<void> done = Done{};
  sheets.each_kind([&](const auto& of_kind) {
    if (done.ok()) done = add_all(connection, of_kind);
  });
  return done;
}

}  // namespace kwota::store
