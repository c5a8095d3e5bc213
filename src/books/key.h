// What names a row: the first columns of its table.   Begin with key_names().
#pragma once
#include <string_view>
#include <vector>

#include "books/kinds.h"

namespace kwota::books {

/// In the order of an address.
template <class Row>
std::vector<std::string_view> key_names() {
  const auto& table = table_of<Row>();
  std::vector<std::string_view> out;
  for (std::size_t i = 0; i < static_cast<std::size_t>(table.key_columns); ++i) out.push_back(table.columns[i].name);
  return out;
}

template <class Row>
std::vector<Value> key_values(const Row& row) {
  ValuesKeeper keeper;
  table_of<Row>().give(&row, keeper, table_of<Row>().key_columns);
  return std::move(keeper.values);
}

}  // namespace kwota::books
