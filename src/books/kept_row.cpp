#include "books/kept_row.h"

#include <fmt/format.h>

namespace kwota::books {

Value kept(const ColumnInfo& column, const ValueSource& from, int place) {
  if (column.type == ColumnType::legs || from.is_null(place)) return {};
  switch (column.type) {
    case ColumnType::integer: return from.get_integer(place);
    case ColumnType::digits: return fmt::format("{:0>12}", from.get_text(place));
    case ColumnType::hex: return from.get_hex(place);
    default: return std::string(from.get_text(place));
  }
}

KeptRow kept(const Table& table, const ValueSource& from) {
  KeptRow out;
  out.reserve(table.columns.size());
  for (std::size_t i = 0; i < table.columns.size(); ++i) out.push_back(kept(table.columns[i], from, static_cast<int>(i)));
  return out;
}

std::int64_t KeptSource::get_integer(int column) const {
  const auto* number = std::get_if<std::int64_t>(&at(column));
  return number != nullptr ? *number : 0;
}

std::string_view KeptSource::get_text(int column) const {
  const auto* text = std::get_if<std::string>(&at(column));
  return text != nullptr ? std::string_view(*text) : std::string_view();
}

}  // namespace kwota::books
