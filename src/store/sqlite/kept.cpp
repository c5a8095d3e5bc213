#include "store/sqlite/kept.h"

#include <fmt/format.h>

#include "store/sqlite/columns.h"

namespace kwota::store {

std::int64_t mark_of(std::string_view text) {
  const auto hash = sha256(view_of(text));
  return static_cast<std::int64_t>(get_be64(hash.data()));
}

namespace {

/// Numbers that are kept in memory; a county has about 100,000 accounts. [K]
constexpr std::size_t known_numbers_max = 200'000;

/// As it is told by memory, by the books, or from now on.
template <class Bind>
Result<std::int64_t> number_of(Connection& connection, KnownNumbers& known, std::string_view text, const char* find, const char* insert, Bind bind_to) {
  if (const auto found = known.find(text); found != known.end()) return found->second;
  if (known.size() >= known_numbers_max) known.clear();
  std::int64_t number = 0;
  {
    auto cursor = connection.prepare(find);
    bind_to(cursor);
    TRY(there, cursor.step());
    if (there) number = cursor.get_integer(0);
  }
  if (number == 0) {
    auto cursor = connection.prepare(insert);
    bind_to(cursor);
    MUST(cursor.run());
    number = connection.last_number();
  }
  known.emplace(text, number);
  return number;
}

}  // namespace

Result<std::int64_t> number_of_text(Connection& connection, KnownNumbers& known, std::string_view text) {
  return number_of(connection, known, text, "SELECT number FROM kept_text WHERE mark=? AND text=? LIMIT 1", "INSERT INTO kept_text(mark, text) VALUES(?,?)", [&, mark = std::optional<std::int64_t>()](Cursor& cursor) mutable {
    if (!mark) mark = mark_of(text);
    cursor.integer(*mark);
    cursor.text(text);
  });
}

Result<std::int64_t> number_of_account(Connection& connection, KnownNumbers& known, std::string_view name) {
  return number_of(connection, known, name, "SELECT number FROM ledger_account WHERE name=?", "INSERT INTO ledger_account(name) VALUES(?)", [&](Cursor& cursor) { cursor.text(name); });
}

const std::string& unsaid_texts() {
  static const auto sql = [] {
    std::string text = "SELECT number FROM kept_text";
    const char* also = " WHERE";
    for (const auto* table : books::all_tables())
      for (const auto& column : table->columns)
        if (column.kept_once) {
          text += fmt::format("{} number NOT IN (SELECT {} FROM {})", also, in_quotes(column.name), in_quotes(table->name));
          also = " AND";
        }
    return text;
  }();
  return sql;
}

Result<void> forget_unsaid(Connection& connection) {
  return connection.run("DELETE FROM ledger_account WHERE number NOT IN (SELECT account FROM leg); DELETE FROM kept_text WHERE number IN (" + unsaid_texts() + ")");
}

}  // namespace kwota::store
