#include "sell/imports/importable.h"

#include <algorithm>

namespace kwota::imports {

bool Importable::knows(std::string_view column) const {
  return std::ranges::any_of(columns, [&](const Column& one) { return one.name == column; });
}

std::size_t Importable::longest(std::string_view column) const {
  const auto found = std::ranges::find(columns, column, &Column::name);
  return found == columns.end() ? cell_characters_max : found->longest;
}

std::span<const Importable> importables() {
  static const auto all = [] {
    std::vector<Importable> out;
    for (auto& list : {utility_registers(), plan_registers(), customer_registers(), irrigation_registers(), supply_registers(), opening_registers()})
      out.insert(out.end(), list.begin(), list.end());
    return out;
  }();
  return all;
}

Result<const Importable*> find_importable(std::string_view name, std::span<const Importable> more) {
  for (const auto list : {importables(), more})
    for (const auto& one : list)
      if (one.name == name) return &one;
  return error(Fault::request, "unknown_kind", "This table cannot be imported.", {{"kind", std::string{name}}});
}

std::vector<std::string> header_of(const Importable& of) {
  std::vector<std::string> out;
  for (const auto& column : of.columns) out.push_back(column.name);
  return out;
}

}  // namespace kwota::imports
