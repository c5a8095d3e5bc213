#include "store/columns.h"

#include <fmt/format.h>

#include <map>

namespace kwota::store {
namespace {

constexpr int all_columns = 1 << 16;

TableSql made(const books::Table& table) {
  TableSql sql;
  std::string holes, key, updates;
  const auto join = [](std::string& to, const char* between, const std::string& more) {
    if (!to.empty()) to += between;
    to += more;
  };
  int left = table.key_columns;
  for (const auto& column : table.columns) {
    if (column.type == books::ColumnType::legs) continue;
    const auto name = in_quotes(column.name);
    join(sql.list, ",", name);
    join(holes, ",", "?");
    if (left-- > 0) {
      join(key, " AND ", name + "=?");
      join(sql.key_list, ",", name);
    } else {
      join(updates, ",", name + "=excluded." + name);
    }
  }
  sql.select = fmt::format("SELECT {} FROM {}", sql.list, in_quotes(table.name));
  const std::string told = table.follows ? ",told" : "", told_hole = table.follows ? ",?" : "", told_update = table.follows ? ",told=excluded.told" : "";
  sql.by_key = fmt::format("SELECT {}{} FROM {} WHERE {}", sql.list, told, in_quotes(table.name), key);
  sql.upsert = fmt::format("INSERT INTO {}({}{}) VALUES({}{}) ON CONFLICT({}) DO UPDATE SET {}{}", in_quotes(table.name), sql.list, told, holes, told_hole, sql.key_list,
                           updates, told_update);
  sql.append = fmt::format("INSERT INTO {}({},id,position,hash,tells) VALUES({},?,?,?,?)", in_quotes(table.name), sql.list, holes);
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

 private:
  const books::Table& table_;
  ValueSink& to_;
  std::size_t next_ = 0;
  bool own_ = true;
};

}  // namespace

CanonicalBytes::CanonicalBytes(std::string_view table) : bytes_(std::exchange(kept_bytes(), {})) {
  bytes_.clear();
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
  bytes_.push_back(static_cast<std::uint8_t>(tag));
}
void CanonicalBytes::count(std::size_t n) {
  std::uint8_t be[4];
  put_be32(be, static_cast<std::uint32_t>(n));
  append(bytes_, be);
}
void CanonicalBytes::counted(std::string_view text) {
  const auto end = bytes_.size();
  bytes_.resize(end + 4 + text.size());
  put_be32(bytes_.data() + end, static_cast<std::uint32_t>(text.size()));
  std::copy(text.begin(), text.end(), bytes_.begin() + static_cast<std::ptrdiff_t>(end) + 4);
}
void CanonicalBytes::whole(std::int64_t value) {
  std::uint8_t be[8];
  put_be64(be, static_cast<std::uint64_t>(value));
  append(bytes_, be);
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
void bind_row(Cursor& cursor, const books::RowRef& row) { row.table->give(row.row, cursor, all_columns); }
void bind_key(Cursor& cursor, const books::RowRef& row) { row.table->give(row.row, cursor, row.table->key_columns); }

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
  for (int i = 0; i < table.key_columns; ++i) name += fmt::format(" || '/' || {}", in_quotes(table.columns[static_cast<std::size_t>(i)].name));
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

}  // namespace kwota::store
