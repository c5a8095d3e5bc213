#include "store/sqlite/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

namespace kwota::store {
namespace {

constexpr int all_columns = 1 << 16;

/// As it stands in the table, or is computed there.
std::string said(const books::Table& table, const books::ColumnInfo& column) {
  const auto name = in_quotes(column.name);
  if (column.of_one_shape) return fmt::format("{} AS {}", in_full_sql(fmt::format("{}.{}", in_quotes(table.name), name)), name);
  return column.kept_once ? fmt::format("(SELECT text FROM kept_text WHERE kept_text.number={}.{}) AS {}", in_quotes(table.name), name, name) : name;
}

TableSql made(const books::Table& table) {
  assert(table.columns.size() <= ColumnSet().size());
  TableSql sql;
  std::string holes, key, updates, follows, kept;
  const auto join = [](std::string& to, const char* between, const std::string& more) {
    if (!to.empty()) to += between;
    to += more;
  };
  int left = table.key_columns;
  for (const auto& column : table.columns) {
    if (column.type == books::ColumnType::legs) continue;
    const auto name = in_quotes(column.name);
    join(sql.list, ",", said(table, column));
    if (column.name == table.composed.column) continue;
    join(kept, ",", name);
    join(holes, ",", "?");
    if (column.follows) join(follows, ",", name + "=?");
    if (left-- > 0) {
      join(key, " AND ", name + "=?");
      join(sql.key_list, ",", name);
    } else {
      join(updates, ",", name + "=excluded." + name);
    }
  }
  sql.select = fmt::format("SELECT {} FROM {}", sql.list, in_quotes(table.name));
  const std::string recorded = table.follows ? ",told" : "", told_hole = table.follows ? ",?" : "", told_update = table.follows ? ",told=excluded.told" : "";
  sql.by_key = fmt::format("SELECT {}{} FROM {} WHERE {}", sql.list, recorded, in_quotes(table.name), key);
  sql.upsert = fmt::format("INSERT INTO {}({}{}) VALUES({}{}) ON CONFLICT({}) DO UPDATE SET {}{}", in_quotes(table.name), kept, recorded, holes, told_hole, sql.key_list,
                           updates, told_update);
  sql.update = fmt::format("UPDATE {} SET {},told=? WHERE {}", in_quotes(table.name), follows, key);
  for (std::size_t i = 0; i < table.columns.size(); ++i) sql.follows[i] = table.columns[i].follows;
  sql.append = fmt::format("INSERT INTO {}({},id,position,hash,tells) VALUES({},?,?,?,?)", in_quotes(table.name), kept, holes);
  return sql;
}

/// Binds what is wanted of what stands in the table: not what is composed, and of a text that is kept once the number.
class Bound final : public books::ValueSink {
 public:
  Bound(Connection& connection, Kept& known, Cursor& to, const books::Table& table, const ColumnSet& wanted)
      : connection_(connection), known_(known), to_(to), table_(table), wanted_(wanted) {}
  void column(std::string_view name) override {
    bound_ = wanted_[next_] && name != table_.composed.column;
    column_ = &table_.columns[next_++];
  }
  void null() override {
    if (bound_) to_.null();
  }
  void integer(std::int64_t value) override {
    if (bound_) to_.integer(value);
  }
  void digits(std::uint64_t value) override {
    if (bound_) to_.digits(value);
  }
  void hex(std::string_view value) override {
    if (bound_) to_.hex(value);
  }
  void text(std::string_view value) override {
    if (!bound_) return;
    if (column_->of_one_shape) return note(bind_in_shape(connection_, known_.shapes, to_, value));
    if (!column_->kept_once) return to_.text(value);
    const auto number = number_of_text(connection_, known_.texts, value);
    if (!number) failed_ = number.error();
    to_.integer(number ? *number : 0);
  }
  void text_copy(std::string_view value) override {
    if (bound_) to_.text_copy(value);
  }
  Result<void> done() const { return failed_ ? Result<void>(*failed_) : Result<void>(Done{}); }

 private:
  void note(const Result<void>& done) {
    if (!done) failed_ = done.error();
  }
  Connection& connection_;
  Kept& known_;
  Cursor& to_;
  const books::Table& table_;
  const ColumnSet& wanted_;
  const books::ColumnInfo* column_ = nullptr;
  std::size_t next_ = 0;
  bool bound_ = true;
  std::optional<Error> failed_;
};

}  // namespace

std::string where_key(const books::Table& table) {
  std::string sql;
  for (int i = 0; i < table.key_columns; ++i) sql += fmt::format("{}{}=?", i > 0 ? " AND " : "", in_quotes(table.columns[static_cast<std::size_t>(i)].name));
  return sql;
}

std::string read_list(const books::Table& table, const ColumnSet& columns) {
  std::string list;
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (column.type == books::ColumnType::legs) continue;
    const bool read = columns.none() ? column.name != table.composed.column : columns[i];
    (list += list.empty() ? "" : ",") += read ? said(table, column) : "NULL";
  }
  return list;
}

void bind(Cursor& cursor, const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    cursor.integer(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    cursor.text(*text);
  else
    cursor.null();
}
Result<void> bind_row(Connection& connection, Kept& known, Cursor& cursor, const books::RowRef& row, const ColumnSet& wanted) {
  Bound bound(connection, known, cursor, *row.table, wanted);
  row.table->give(row.row, bound, all_columns);
  return bound.done();
}
void bind_key(Cursor& cursor, const books::RowRef& row) { row.table->give(row.row, cursor, row.table->key_columns); }

std::string digits_sql(std::string_view sql) { return fmt::format("printf('%012d', {})", sql); }

std::string composed_sql(const books::Table& table) {
  std::string sql;
  for (const auto part : table.composed.parts) {
    if (part.empty()) continue;
    if (!sql.empty()) sql += " || ";
    if (!part.starts_with('=')) {
      sql += fmt::format("'{}'", part);
      continue;
    }
    const auto& column = table.columns[static_cast<std::size_t>(table.column_named(part.substr(1)))];
    sql += column.type == books::ColumnType::digits ? digits_sql(in_quotes(column.name)) : in_quotes(column.name);
  }
  return sql;
}

std::string in_quotes(std::string_view name) { return fmt::format("\"{}\"", name); }

std::string condition_of(const books::Only& only) {
  switch (only.when) {
    case books::Only::When::always: return {};
    case books::Only::When::nothing: return in_quotes(only.column) + " IS NULL";
    case books::Only::When::filled: return in_quotes(only.column) + "<>''";
    case books::Only::When::is: return fmt::format("{}='{}'", in_quotes(only.column), only.word);
  }
  return {};
}

std::string name_sql(const books::Table& table) {
  auto name = fmt::format("'{}'", table.name);
  for (int i = 0; i < table.key_columns; ++i) {
    const auto& column = table.columns[static_cast<std::size_t>(i)];
    name += " || '/' || " + (column.type == books::ColumnType::digits ? digits_sql(in_quotes(column.name)) : in_quotes(column.name));
  }
  return name;
}

const TableSql& sql_of(const books::Table& table) {
  static const auto all = [] {
    std::map<const books::Table*, TableSql> texts;
    for (const auto* one : books::all_tables()) texts.emplace(one, made(*one));
    return texts;
  }();
  return all.at(&table);
}

const std::string& update_of(const books::Table& table, const ColumnSet& columns) {
  thread_local std::map<std::pair<const books::Table*, unsigned long long>, std::string> known;
  auto& sql = known[{&table, columns.to_ullong()}];
  if (!sql.empty()) return sql;
  for (std::size_t i = 0; i < table.columns.size(); ++i)
    if (columns[i]) sql += fmt::format("{}{}=?", sql.empty() ? "" : ",", in_quotes(table.columns[i].name));
  return sql = fmt::format("UPDATE {} SET {} WHERE {}", in_quotes(table.name), sql, where_key(table));
}

}  // namespace kwota::store
