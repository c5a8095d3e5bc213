#include "store/verify/undo.h"

#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>
#include <map>

#include "books/kinds.h"
#include "store/sqlite/columns.h"

namespace kwota::store {
namespace {

namespace json = boost::json;

Error unreadable(const std::string& row, std::string_view why) {
  return error(Fault::refused, "cannot_put_back",
               fmt::format("The books cannot be put back by themselves: {} ({}). Nothing was changed. Restore the newest backup.", row, why), {{"row", row}});
}

/// Table -> SQL that makes "<table>/<key>" of its rows.
std::map<std::string, std::string, std::less<>> names_of_registers() {
  std::map<std::string, std::string, std::less<>> names;
  for (const auto* table : books::all_tables())
    if (!table->chained) names.emplace(table->name, name_sql(*table));
  return names;
}

void bind_json(Cursor& cursor, const json::value& value) {
  if (value.is_int64())
    cursor.integer(value.get_int64());
  else if (value.is_string())
    cursor.text_copy(std::string_view(value.get_string().data(), value.get_string().size()));
  else
    cursor.null();
}

/// A row that was removed, as its audit entry says that it was.
Result<void> put_again(Connection& connection, const books::Table& table, const json::object& said) {
  std::string names, holes;
  for (const auto& column : table.columns) {
    names += fmt::format("{}{}", names.empty() ? "" : ",", in_quotes(column.name));
    holes += holes.empty() ? "?" : ",?";
  }
  if (table.follows) (names += ",told", holes += ",0");
  auto cursor = connection.prepare(fmt::format("INSERT INTO {}({}) VALUES({})", in_quotes(table.name), names, holes));
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto* of_column = said.if_contains(table.columns[i].name);
    if (of_column == nullptr || !of_column->is_array() || of_column->get_array().empty())
      bind(cursor, table.blank[i]);
    else
      bind_json(cursor, of_column->get_array().front());
  }
  return cursor.run();
}

/// What the change of one row was, undone.
Result<void> undo(Connection& connection, const std::string& object, const std::string& details, bool removed) {
  static const auto names = names_of_registers();
  const auto table = object.substr(0, object.find('/'));
  const auto name = names.find(table);
  boost::system::error_code failed;
  const auto parsed = json::parse(details, failed);
  if (name == names.end() || failed || !parsed.is_object()) return unreadable(object, "its audit entry cannot be read");
  const auto& changes = parsed.get_object();
  if (removed) {
    const auto all = books::all_tables();
    const auto of = std::ranges::find(all, table, [](const books::Table* one) { return one->name; });
    return of == all.end() ? Result<void>(unreadable(object, "its audit entry cannot be read")) : put_again(connection, **of, changes);
  }
  const bool was_new = std::any_of(changes.begin(), changes.end(), [](const auto& one) { return !one.value().is_array(); });
  std::string sets;
  for (const auto& change : changes) {
    const std::string column(change.key());
    if (column.find('"') != std::string::npos) return unreadable(object, "its audit entry cannot be read");
    sets += fmt::format("{}\"{}\"=?", sets.empty() ? "" : ", ", column);
  }
  if (!was_new && sets.empty()) return Done{};
  auto cursor = connection.prepare(was_new ? fmt::format("DELETE FROM \"{}\" WHERE {}=?", table, name->second)
                                           : fmt::format("UPDATE \"{}\" SET {} WHERE {}=?", table, sets, name->second));
  if (!was_new)
    for (const auto& change : changes) {
      if (change.value().get_array().empty()) return unreadable(object, "its audit entry cannot be read");
      bind_json(cursor, change.value().get_array().front());
    }
  cursor.text(object);
  return cursor.run();
}

}  // namespace

Result<void> undo_changes(Connection& connection, std::int64_t from) {
  auto cursor = connection.prepare(fmt::format("SELECT object, details, content_hash={} FROM audit WHERE id>=? AND content_hash<>'' ORDER BY id DESC", removed_row_sql));
  cursor.integer(from);
  for (;;) {
    TRY(row, cursor.step());
    if (!row) return Done{};
    MUST(undo(connection, std::string(cursor.get_text(0)), std::string(cursor.get_text(1)), cursor.get_integer(2) != 0));
  }
}

}  // namespace kwota::store
