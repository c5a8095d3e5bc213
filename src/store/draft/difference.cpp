#include "store/draft/difference.h"

#include <fmt/format.h>

namespace kwota::store {
namespace {

void write(std::string& json, std::string_view text) {
  json += '"';
  for (const char c : text) {
    if (c == '"' || c == '\\')
      (json += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      json += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      json += c;
  }
  json += '"';
}

void write(std::string& json, std::int64_t number) { json += std::to_string(number); }
void write(std::string& json, std::monostate) { json += "null"; }
void write(std::string& json, const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    write(json, *number);
  else if (const auto* text = std::get_if<std::string>(&value))
    write(json, std::string_view(*text));
  else
    write(json, std::monostate{});
}

std::vector<books::Value> values_of(const books::RowRef& row) {
  books::ValuesKeeper keeper;
  row.table->give(row.row, keeper, static_cast<int>(row.table->columns.size()));
  return std::move(keeper.values);
}

/// Holds each value of a row against what stood there before. Most are the same, and cost nothing but that.
class Changed final : public books::ValueSink {
 public:
  Changed(const books::ValueSource& old, const books::Table& table) : old_(old), table_(table) {}
  void column(std::string_view) override { ++at_; }
  void null() override { note(old_.is_null(at_)); }
  void integer(std::int64_t value) override { note(!old_.is_null(at_) && old_.get_integer(at_) == value); }
  void digits(std::uint64_t value) override { integer(static_cast<std::int64_t>(value)); }
  void text(std::string_view value) override { note(!old_.is_null(at_) && old_.get_text(at_) == value); }
  void text_copy(std::string_view value) override { text(value); }
  void hex(std::string_view value) override { note(!old_.is_null(at_) && old_.get_hex(at_) == value); }
  const ColumnSet& columns() const { return changed_; }
  bool followed() const { return followed_; }

 private:
  void note(bool same) {
    if (same) return;
    const auto place = static_cast<std::size_t>(at_);
    table_.columns[place].follows ? followed_ = true : changed_[place] = true;
  }
  const books::ValueSource& old_;
  const books::Table& table_;
  int at_ = -1;
  ColumnSet changed_;
  bool followed_ = false;
};

/// Writes "column":[old,new] of those that changed.
class Pairs final : public books::ValueSink {
 public:
  Pairs(const books::ValueSource& old, const books::Table& table, const ColumnSet& changed) : old_(old), table_(table), changed_(changed) {}
  void column(std::string_view) override { ++at_; }
  void null() override { say(std::monostate{}); }
  void integer(std::int64_t value) override { say(value); }
  void text(std::string_view value) override { say(value); }
  void text_copy(std::string_view value) override { say(value); }
  std::string take() { return std::move(json_) + '}'; }

 private:
  template <class T>
  void say(T value) {
    if (!changed_[static_cast<std::size_t>(at_)]) return;
    const auto& column = table_.columns[static_cast<std::size_t>(at_)];
    if (json_.size() > 1) json_ += ',';
    write(json_, column.name);
    if (column.name == secret_column) {
      json_ += ":[\"…\",\"…\"]";
      return;
    }
    json_ += ":[";
    write(json_, value_at(column, old_, at_));
    json_ += ',';
    write(json_, value);
    json_ += ']';
  }
  const books::ValueSource& old_;
  const books::Table& table_;
  const ColumnSet& changed_;
  int at_ = -1;
  std::string json_ = "{";
};

}  // namespace

std::string difference(const books::RowRef& row) {
  std::string json = "{";
  const auto values = values_of(row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& column = row.table->columns[i];
    if (column.type == books::ColumnType::legs || column.follows || row.table->blank[i] == values[i]) continue;
    if (json.size() > 1) json += ',';
    write(json, column.name);
    json += ':';
    if (column.name == secret_column)
      json += "\"…\"";
    else
      write(json, values[i]);
  }
  return json + '}';
}

Difference difference(const books::ValueSource& old, const books::RowRef& row) {
  const auto& columns = row.table->columns;
  Changed changed(old, *row.table);
  row.table->give(row.row, changed, static_cast<int>(columns.size()));
  Difference out{.changed = changed.columns(), .followed = changed.followed()};
  if (out.changed.none()) return out;
  Pairs pairs(old, *row.table, out.changed);
  row.table->give(row.row, pairs, static_cast<int>(columns.size()));
  out.details = pairs.take();
  return out;
}

std::string difference(const books::Table& table, const books::ValueSource& old) {
  std::string json = "{";
  for (std::size_t i = 0; i < table.columns.size(); ++i) {
    const auto& column = table.columns[i];
    if (column.type == books::ColumnType::legs || column.follows) continue;
    if (json.size() > 1) json += ',';
    write(json, column.name);
    json += ":[";
    if (column.name == secret_column)
      json += "\"…\"";
    else
      write(json, value_at(column, old, static_cast<int>(i)));
    json += ",null]";
  }
  return json + '}';
}

}  // namespace kwota::store
