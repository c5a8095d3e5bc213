#include "store/difference.h"

#include <fmt/format.h>

#include "store/columns.h"

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

void write(std::string& json, const books::Value& value) {
  if (const auto* number = std::get_if<std::int64_t>(&value))
    json += std::to_string(*number);
  else if (const auto* text = std::get_if<std::string>(&value))
    write(json, std::string_view(*text));
  else
    json += "null";
}

std::vector<books::Value> values_of(const books::RowRef& row) {
  books::ValuesKeeper keeper;
  row.table->give(row.row, keeper, static_cast<int>(row.table->columns.size()));
  return std::move(keeper.values);
}

/// Calls `say` for each column whose value is another one than before; braces and commas around it.
template <class Before, class Say>
std::string object_of(const books::RowRef& row, Before before, Say say) {
  std::string json = "{";
  const auto values = values_of(row);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const auto& column = row.table->columns[i];
    if (column.type == books::ColumnType::legs || column.follows) continue;
    const books::Value old = before(i);
    if (old == values[i]) continue;
    if (json.size() > 1) json += ',';
    write(json, column.name);
    json += ':';
    say(json, column.name == secret_column, old, values[i]);
  }
  return json + '}';
}

}  // namespace

std::string difference(const books::RowRef& row) {
  return object_of(row, [&](std::size_t i) { return row.table->blank[i]; },
                   [](std::string& json, bool secret, const books::Value&, const books::Value& value) {
                     if (secret)
                       json += "\"…\"";
                     else
                       write(json, value);
                   });
}

std::string difference(const books::ValueSource& old, const books::RowRef& row) {
  const auto before = [&](std::size_t i) {
    return value_at(row.table->columns[i], old, static_cast<int>(i));
  };
  return object_of(row, before, [](std::string& json, bool secret, const books::Value& was, const books::Value& value) {
    if (secret) {
      json += "[\"…\",\"…\"]";
      return;
    }
    json += '[';
    write(json, was);
    json += ',';
    write(json, value);
    json += ']';
  });
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
