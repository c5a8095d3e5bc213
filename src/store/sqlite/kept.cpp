#include "store/sqlite/kept.h"

#include <fmt/format.h>
#include <sqlite3.h>

#include "store/draft/shape.h"
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

/// Shorter texts are kept as they are: their numbers would hardly take less. [K]
constexpr std::size_t worth_bytes = 32;

ByteView bytes_of(sqlite3_value* value) { return {static_cast<const std::uint8_t*>(sqlite3_value_blob(value)), static_cast<std::size_t>(sqlite3_value_bytes(value))}; }

/// As a function of SQL: what is no bytes is what it is.
void shape_of(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_BLOB) return sqlite3_result_null(context);
  auto bytes = bytes_of(values[0]);
  const auto number = next_number(bytes);
  number ? sqlite3_result_int64(context, static_cast<std::int64_t>(*number)) : sqlite3_result_null(context);
}
void in_full(sqlite3_context* context, int, sqlite3_value** values) {
  if (sqlite3_value_type(values[0]) != SQLITE_BLOB) return sqlite3_result_value(context, values[0]);
  auto bytes = bytes_of(values[0]);
  if (!next_number(bytes) || sqlite3_value_type(values[1]) != SQLITE_TEXT) return sqlite3_result_null(context);
  const std::string_view shape(reinterpret_cast<const char*>(sqlite3_value_text(values[1])), static_cast<std::size_t>(sqlite3_value_bytes(values[1])));
  const auto text = put_together(shape, bytes);
  text ? sqlite3_result_text(context, text->data(), static_cast<int>(text->size()), SQLITE_TRANSIENT) : sqlite3_result_null(context);
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

Result<void> bind_in_shape(Connection& connection, KnownNumbers& known, Cursor& cursor, std::string_view text) {
  if (text.size() < worth_bytes) {
    cursor.text(text);
    return Done{};
  }
  const auto apart = taken_apart(text);
  TRY(number, number_of(connection, known, apart.shape, "SELECT number FROM shape WHERE text=?", "INSERT INTO shape(text) VALUES(?)", [&](Cursor& to) { to.text(apart.shape); }));
  Bytes bytes;
  bytes.reserve(apart.numbers.size() + 3);
  add_number(bytes, static_cast<std::uint64_t>(number));
  bytes.insert(bytes.end(), apart.numbers.begin(), apart.numbers.end());
  cursor.blob_copy(bytes);
  return Done{};
}

const std::string* KeptByNumber::find(ByNumber& known, std::int64_t number, std::string_view sql) {
  if (const auto found = known.find(number); found != known.end()) return &found->second;
  auto cursor = connection_.prepare(sql);
  cursor.integer(number);
  const auto there = cursor.step();
  if (!there) failure_ = there.error();
  if (!there || !*there) return nullptr;
  if (known.size() >= known_numbers_max) known.clear();
  return &known.emplace(number, cursor.get_text(0)).first->second;
}

KeptByNumber::InFull KeptByNumber::in_full(ByteView bytes) {
  const auto number = next_number(bytes);
  if (!number) return {};
  const auto shape = static_cast<std::int64_t>(*number);
  const auto* said = find(shapes_, shape, "SELECT text FROM shape WHERE number=?");
  return {.shape = shape, .text = said != nullptr ? put_together(*said, bytes) : std::nullopt};
}

std::string in_full_sql(std::string_view column) { return fmt::format("in_full({0}, (SELECT text FROM shape WHERE shape.number=shape_of({0})))", column); }
std::string shape_sql(std::string_view column) { return fmt::format("shape_of({})", column); }

void teach_shapes(sqlite3* database) {
  constexpr int flags = SQLITE_UTF8 | SQLITE_DETERMINISTIC | SQLITE_DIRECTONLY;
  sqlite3_create_function_v2(database, "shape_of", 1, flags, nullptr, shape_of, nullptr, nullptr, nullptr);
  sqlite3_create_function_v2(database, "in_full", 2, flags, nullptr, in_full, nullptr, nullptr, nullptr);
}

namespace {

/// DELETE FROM where WHERE no row says its number.
std::string no_row_says(std::string_view where, const std::vector<std::string>& said) {
  auto sql = fmt::format("DELETE FROM {} WHERE true", where);
  for (const auto& one : said) sql += fmt::format(" AND number NOT IN ({})", one);
  return sql;
}

}  // namespace

Result<void> forget_unsaid(Connection& connection) {
  std::vector<std::string> texts, shapes;
  const auto said = [](std::string_view number, const books::Table& table) { return fmt::format("SELECT {0} FROM {1} WHERE {0} IS NOT NULL", number, in_quotes(table.name)); };
  for (const auto* table : books::all_tables()) {
    for (const auto& column : table->columns) {
      if (column.kept_once) texts.push_back(said(in_quotes(column.name), *table));
      if (column.of_one_shape) shapes.push_back(said(shape_sql(in_quotes(column.name)), *table));
    }
    if (table->chained) shapes.push_back(said(shape_sql("tells"), *table));
  }
  return connection.run(no_row_says("ledger_account", {"SELECT account FROM leg"}) + ";" + no_row_says("kept_text", texts) + ";" + no_row_says("shape", shapes));
}

}  // namespace kwota::store
