#include "store/verify/tellings.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "store/sqlite/columns.h"
#include "store/sqlite/kept.h"

namespace kwota::store {
namespace {

/// The parts of a key; what is too much belongs to the last.
std::vector<std::string_view> split_telling(std::string_view text, char between, std::size_t count) {
  std::vector<std::string_view> out;
  while (out.size() + 1 < count) {
    const auto end = std::min(text.find(between), text.size());
    out.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  out.push_back(text);
  return out;
}

void bind_told(Cursor& cursor, const books::ColumnInfo& column, std::string_view text) {
  if (column.type != books::ColumnType::integer) return cursor.text_copy(text);
  std::int64_t number = 0;
  std::from_chars(text.data(), text.data() + text.size(), number);
  cursor.integer(number);
}

std::string_view key_in(std::string_view object) { return object.substr(std::min(object.find('/') + 1, object.size())); }

void bind_key_of(Cursor& cursor, const books::Table& table, std::string_view object) {
  std::size_t column = 0;
  for (const auto part : split_telling(key_in(object), '/', static_cast<std::size_t>(table.key_columns))) bind_told(cursor, table.columns[column++], part);
}

Finding told_finding(std::string_view object, Wrong what, const char* why) {
  return {std::string(object.substr(0, object.find('/'))), std::string(key_in(object)), what, why};
}

int told_column(const books::Table& table) { return static_cast<int>(table.columns.size()); }

/// Of a register that follows: what telling_of() looks at, and which row told it.
const std::string& told_sql(const books::Table& table) {
  static const auto texts = [] {
    std::map<const books::Table*, std::string> all;
    for (const auto* one : books::all_tables()) {
      if (!one->follows) continue;
      ColumnSet columns;
      for (std::size_t i = 0; i < one->columns.size(); ++i) columns[i] = static_cast<int>(i) < one->key_columns || one->columns[i].follows;
      all[one] = fmt::format("SELECT {},told FROM {} WHERE {}", read_list(*one, columns), in_quotes(one->name), where_key(*one));
    }
    return all;
  }();
  return texts.at(&table);
}

}  // namespace

Result<void> Tellings::hold(std::int64_t id, std::string_view tells) {
  Result<void> done;
  each_telling(tells, [&](std::string_view line) {
    if (done && !first_) done = hold_line(id, line);
  });
  return done;
}

Result<void> Tellings::hold_line(std::int64_t id, std::string_view line) {
  const auto object = object_of(line);
  const auto* table = table_of_telling(line);
  if (table == nullptr) {
    first_ = told_finding(object, Wrong::changed, "a row tells of it, and of such a thing none does");
    return Done{};
  }
  auto cursor = connection_.prepare(told_sql(*table));
  bind_key_of(cursor, *table, object);
  TRY(there, cursor.step());
  if (!there) {
    first_ = told_finding(object, Wrong::removed, "rows of the books tell of it, it is not there");
    return Done{};
  }
  const auto recorded = cursor.get_integer(told_column(*table));
  if (recorded < id) first_ = told_finding(object, Wrong::changed, "a later row of the books tells of it otherwise");
  if (recorded != id) return Done{};
  if (telling_of(*table, cursor) != line)
    first_ = told_finding(object, Wrong::changed, "it is not what the row of the books says that told of it last");
  else
    ++held_[table];
  return Done{};
}

Result<std::optional<Finding>> Tellings::rest(std::int64_t& rows) {
  if (first_) return first_;
  for (const auto* table : books::all_tables()) {
    if (!table->follows) continue;
    TRY(found, rest_of(*table, rows));
    if (found) return found;
  }
  return std::optional<Finding>{};
}

Result<std::optional<Finding>> Tellings::rest_of(const books::Table& table, std::int64_t& rows) {
  if (table.follows_whole) {
    TRY(all, connection_.number(fmt::format("SELECT count(*) FROM {}", in_quotes(table.name))));
    rows += all;
  }
  TRY(recorded, connection_.number(fmt::format("SELECT count(*) FROM {} WHERE told<>0", in_quotes(table.name))));
  const bool all_held = recorded == held_[&table];
  // Rows of which nobody told say what a new row says, and a state is told from its first moment.
  auto cursor = connection_.prepare(fmt::format("SELECT {},told FROM {}{} ORDER BY {}", sql_of(table).list, in_quotes(table.name), all_held ? " WHERE told=0" : "",
                                                sql_of(table).key_list));
  for (;;) {
    TRY(more, cursor.step());
    if (!more) return std::optional<Finding>{};
    const auto line = telling_of(table, cursor);
    const auto id = cursor.get_integer(told_column(table));
    if (id == 0 && (table.follows_whole || !is_blank(table, line)))
      return std::optional(told_finding(object_of(line), table.follows_whole ? Wrong::inserted : Wrong::changed, "no row of the books tells of it"));
    if (id == 0) continue;
    TRY(stands, is_told(id, line));
    if (!stands) return std::optional(told_finding(object_of(line), table.follows_whole ? Wrong::inserted : Wrong::changed, "the row of the books to which it points does not tell of it"));
  }
}

Result<bool> Tellings::is_told(std::int64_t id, std::string_view line) {
  for (const auto* table : books::all_tables()) {
    if (!table->chained) continue;
    auto cursor = connection_.prepare(fmt::format("SELECT coalesce({}, '') FROM {} WHERE id=?", in_full_sql("tells"), in_quotes(table->name)));
    cursor.integer(id);
    TRY(there, cursor.step());
    bool stands = false;
    if (there) each_telling(cursor.get_text(0), [&](std::string_view one) { stands = stands || one == line; });
    if (stands) return true;
  }
  return false;
}

namespace {

std::string all_tells(const char* where) {
  std::string sql;
  for (const auto* table : books::all_tables())
    if (table->chained) sql += fmt::format("{}SELECT id, {} FROM {} WHERE tells IS NOT NULL{}", sql.empty() ? "" : " UNION ALL ", in_full_sql("tells"), in_quotes(table->name), where);
  return sql + " ORDER BY id";
}

struct ToldLine {
  std::int64_t id = 0;
  std::string line;
};

/// As the newest row tells it that is left; a state that nobody tells any more goes, a till or a meter is as it was made.
Result<void> set_back(Connection& connection, const std::string& object, const ToldLine& recorded) {
  const auto& table = *table_of_telling(object);
  if (recorded.id == 0 && table.follows_whole) {
    auto cursor = connection.prepare(fmt::format("DELETE FROM {} WHERE {}", in_quotes(table.name), where_key(table)));
    bind_key_of(cursor, table, object);
    return cursor.run();
  }
  std::string sets;
  std::vector<const books::ColumnInfo*> columns;
  for (const auto& column : table.columns) {
    if (!column.follows) continue;
    columns.push_back(&column);
    sets += in_quotes(column.name) + "=?,";
  }
  const auto values = recorded.id == 0 ? blank_of(table) : recorded.line.substr(object_of(recorded.line).size() + 1);
  auto cursor = connection.prepare(fmt::format("UPDATE {} SET {}told=? WHERE {}", in_quotes(table.name), sets, where_key(table)));
  std::size_t column = 0;
  for (const auto value : split_telling(values, ',', columns.size())) bind_told(cursor, *columns[column++], text_told(value));
  cursor.integer(recorded.id);
  bind_key_of(cursor, table, object);
  return cursor.run();
}

}  // namespace

Result<std::vector<std::string>> told_since(Connection& connection, std::int64_t from) {
  std::vector<std::string> objects;
  auto cursor = connection.prepare(all_tells(fmt::format(" AND id>={}", from).c_str()));
  for (;;) {
    TRY(more, cursor.step());
    if (!more) break;
    each_telling(cursor.get_text(1), [&](std::string_view line) {
      if (table_of_telling(line) != nullptr) objects.emplace_back(object_of(line));
    });
  }
  std::ranges::sort(objects);
  objects.erase(std::unique(objects.begin(), objects.end()), objects.end());
  return objects;
}

Result<void> tell_again(Connection& connection, const std::vector<std::string>& objects) {
  std::map<std::string, ToldLine, std::less<>> newest;
  for (const auto& object : objects) newest.emplace(object, ToldLine{});
  {
    auto cursor = connection.prepare(all_tells(""));
    for (;;) {
      TRY(more, cursor.step());
      if (!more) break;
      each_telling(cursor.get_text(1), [&](std::string_view line) {
        if (const auto found = newest.find(object_of(line)); found != newest.end()) found->second = {cursor.get_integer(0), std::string(line)};
      });
    }
  }
  for (const auto& [object, recorded] : newest) MUST(set_back(connection, object, recorded));
  return Done{};
}

}  // namespace kwota::store
