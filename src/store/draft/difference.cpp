#include "store/draft/difference.h"

#include <fmt/format.h>

namespace kwota::store {
namespace {

void write(std::string& json, std::string_view text) {
  json += '"';
  std::size_t written = 0;
  for (std::size_t at = 0; at < text.size(); ++at) {
    const char c = text[at];
    const bool quoted = c == '"' || c == '\\';
    if (!quoted && static_cast<unsigned char>(c) >= 0x20) continue;
    json += text.substr(written, at - written);
    quoted ? void((json += '\\') += c) : void(json += fmt::format("\\u{:04x}", static_cast<unsigned>(c)));
    written = at + 1;
  }
  (json += text.substr(written)) += '"';
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

/// Writes "column":value of a new row, but for what every row says that nobody has filled in.
class Filled final : public books::ValueSink {
 public:
  explicit Filled(const books::Table& table) : table_(table) {}
  void column(std::string_view) override { ++at_; }
  void null() override {
    if (!std::holds_alternative<std::monostate>(blank())) say(std::monostate{});
  }
  void integer(std::int64_t value) override {
    if (const auto* same = std::get_if<std::int64_t>(&blank()); same == nullptr || *same != value) say(value);
  }
  void text(std::string_view value) override {
    if (const auto* same = std::get_if<std::string>(&blank()); same == nullptr || *same != value) say(value);
  }
  void text_copy(std::string_view value) override { text(value); }
  std::string take() { return std::move(json_) + '}'; }

 private:
  const books::Value& blank() const { return table_.blank[static_cast<std::size_t>(at_)]; }
  template <class T>
  void say(T value) {
    const auto& column = table_.columns[static_cast<std::size_t>(at_)];
    if (column.follows) return;
    if (json_.size() > 1) json_ += ',';
    write(json_, column.name);
    json_ += ':';
    if (column.name == secret_column)
      json_ += "\"…\"";
    else
      write(json_, value);
  }
  const books::Table& table_;
  int at_ = -1;
  std::string json_ = "{";
};

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
  Filled filled(*row.table);
  row.table->give(row.row, filled, static_cast<int>(row.table->columns.size()));
  return filled.take();
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
