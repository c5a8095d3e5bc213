#include "store/columns.h"

#include <fmt/format.h>

#include <algorithm>
#include <cassert>
#include <map>
#include <utility>

namespace kwota::store {
namespace {

constexpr int all_columns = 1 << 16;

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
    join(sql.list, ",", column.kept_once ? fmt::format("(SELECT text FROM kept_text WHERE kept_text.number={}.{}) AS {}", in_quotes(table.name), name, name) : name);
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

/// Rows are hashed one after the other: the thread's buffer goes from one to the next.
Bytes& kept_bytes() {
  thread_local Bytes bytes;
  return bytes;
}

/// Hands on what does not follow from other rows.
class OwnColumns final : public books::ValueSink {
 public:
  OwnColumns(const books::Table& table, ValueSink& to) : table_(table), to_(to) {}
  void column(std::string_view name) override {
    own_ = !table_.columns[next_++].follows;
    if (own_) to_.column(name);
  }
  void null() override {
    if (own_) to_.null();
  }
  void integer(std::int64_t value) override {
    if (own_) to_.integer(value);
  }
  void text(std::string_view value) override {
    if (own_) to_.text(value);
  }
  void text_copy(std::string_view value) override {
    if (own_) to_.text_copy(value);
  }
  void digits(std::uint64_t value) override {
    if (own_) to_.digits(value);
  }
  void hex(std::string_view value) override {
    if (own_) to_.hex(value);
  }

 private:
  const books::Table& table_;
  ValueSink& to_;
  std::size_t next_ = 0;
  bool own_ = true;
};

/// Binds what is wanted of what stands in the table: not what is composed, and of a text that is kept once the number.
class Bound final : public books::ValueSink {
 public:
  Bound(Connection& connection, KnownNumbers& known, Cursor& to, const books::Table& table, const ColumnSet& wanted)
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
    if (!column_->kept_once) return to_.text(value);
    const auto number = number_of_text(connection_, known_, value);
    if (!number) failed_ = number.error();
    to_.integer(number ? *number : 0);
  }
  void text_copy(std::string_view value) override {
    if (bound_) to_.text_copy(value);
  }
  Result<void> done() const { return failed_ ? Result<void>(*failed_) : Result<void>(Done{}); }

 private:
  Connection& connection_;
  KnownNumbers& known_;
  Cursor& to_;
  const books::Table& table_;
  const ColumnSet& wanted_;
  const books::ColumnInfo* column_ = nullptr;
  std::size_t next_ = 0;
  bool bound_ = true;
  std::optional<Error> failed_;
};

/// Keeps what the parts of a composed column say.
class PartsKeeper final : public books::ValueSink {
 public:
  explicit PartsKeeper(const books::Composed& composed) : parts_(composed.parts) {}
  void column(std::string_view name) override {
    part_ = 0;
    while (part_ < parts_.size() && !(parts_[part_].starts_with('=') && parts_[part_].substr(1) == name)) ++part_;
  }
  void null() override {}
  void integer(std::int64_t) override {}
  void text(std::string_view value) override {
    if (part_ < parts_.size()) said_[part_] = value;
  }
  void text_copy(std::string_view value) override { text(value); }
  std::string together() const {
    std::string all;
    for (std::size_t i = 0; i < parts_.size(); ++i) all += parts_[i].starts_with('=') ? std::string_view(said_[i]) : parts_[i];
    return all;
  }

 private:
  decltype(books::Composed::parts) parts_;
  std::array<std::string, std::tuple_size_v<decltype(books::Composed::parts)>> said_;
  std::size_t part_ = 0;
};

}  // namespace

CanonicalBytes::CanonicalBytes(std::string_view table) : bytes_(std::exchange(kept_bytes(), {})) {
  counted(table);
}
CanonicalBytes::~CanonicalBytes() { kept_bytes() = std::move(bytes_); }
void CanonicalBytes::integer(std::int64_t value) {
  tagged('i');
  whole(value);
}
void CanonicalBytes::text(std::string_view value) {
  tagged('t');
  counted(value);
}
void CanonicalBytes::hex(std::string_view value) {
  if (const auto bytes = bytes_of_hex(value))
    blob(*bytes);
  else
    text(value);
}
void CanonicalBytes::blob(ByteView value) {
  tagged('b');
  count(value.size());
  std::ranges::copy(value, room(value.size()));
}
void CanonicalBytes::legs(const std::vector<books::Leg>& legs) {
  tagged('l');
  count(legs.size());
  for (const auto& leg : legs) {
    counted(leg.account);
    whole(leg.amount.minor());
  }
}
void CanonicalBytes::tagged(char tag) {
  counted(name_);
  *room(1) = static_cast<std::uint8_t>(tag);
}
void CanonicalBytes::count(std::size_t n) { put_be32(room(4), static_cast<std::uint32_t>(n)); }
void CanonicalBytes::counted(std::string_view text) {
  auto* to = room(4 + text.size());
  put_be32(to, static_cast<std::uint32_t>(text.size()));
  std::ranges::copy(text, to + 4);
}
void CanonicalBytes::whole(std::int64_t value) { put_be64(room(8), static_cast<std::uint64_t>(value)); }
/// Moves the end on by so many bytes, which stand from here on.
std::uint8_t* CanonicalBytes::room(std::size_t size) {
  if (bytes_.size() < end_ + size) bytes_.resize(2 * (end_ + size));
  return bytes_.data() + std::exchange(end_, end_ + size);
}

Digest content_hash(const books::RowRef& row, std::string_view tells) {
  CanonicalBytes bytes(row.table->name);
  if (row.table->follows) {
    OwnColumns own(*row.table, bytes);
    row.table->give(row.row, own, all_columns);
  } else {
    row.table->give(row.row, bytes, all_columns);
  }
  if (!tells.empty()) {
    bytes.column("tells");
    bytes.text(tells);
  }
  return sha256(bytes.view());
}

std::string where_key(const books::Table& table) {
  std::string sql;
  for (int i = 0; i < table.key_columns; ++i) sql += fmt::format("{}{}=?", i > 0 ? " AND " : "", in_quotes(table.columns[static_cast<std::size_t>(i)].name));
  return sql;
}

std::string name_of(const books::RowRef& row) {
  struct Text final : books::ValueSink {
    std::string all;
    void integer(std::int64_t value) override { all += "/" + std::to_string(value); }
    void text(std::string_view value) override { (all += '/') += value; }
    void text_copy(std::string_view value) override { text(value); }
    void null() override { all += "/"; }
  } text;
  text.all = row.table->name;
  row.table->give(row.row, text, row.table->key_columns);
  return text.all;
}

void bind(Cursor& cursor, const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    cursor.integer(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    cursor.text(*text);
  else
    cursor.null();
}
Result<void> bind_row(Connection& connection, KnownNumbers& known, Cursor& cursor, const books::RowRef& row, const ColumnSet& wanted) {
  Bound bound(connection, known, cursor, *row.table, wanted);
  row.table->give(row.row, bound, all_columns);
  return bound.done();
}
void bind_key(Cursor& cursor, const books::RowRef& row) { row.table->give(row.row, cursor, row.table->key_columns); }

books::Value value_at(const books::ColumnInfo& column, const books::ValueSource& from, int place) {
  if (from.is_null(place)) return {};
  switch (column.type) {
    case books::ColumnType::integer: return from.get_integer(place);
    case books::ColumnType::digits: return fmt::format("{:0>12}", from.get_text(place));
    case books::ColumnType::hex: return from.get_hex(place);
    default: return std::string(from.get_text(place));
  }
}

std::string text_at(const books::ColumnInfo& column, const books::ValueSource& from, int place) {
  const auto value = value_at(column, from, place);
  if (const auto* number = std::get_if<std::int64_t>(&value)) return std::to_string(*number);
  const auto* text = std::get_if<std::string>(&value);
  return text != nullptr ? *text : std::string();
}

std::string key_at(const books::Table& table, const books::ValueSource& from, int first) {
  std::string key;
  for (int i = 0; i < table.key_columns; ++i) (key += i > 0 ? "/" : "") += text_at(table.columns[static_cast<std::size_t>(i)], from, first + i);
  return key;
}

std::string composed_of(const books::RowRef& row) {
  PartsKeeper keeper(row.table->composed);
  row.table->give(row.row, keeper, all_columns);
  return keeper.together();
}

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
