#include "store/needs_vault.h"

#include <algorithm>
#include <set>

#include "store/columns.h"

namespace kwota::store {
namespace {

bool guarded_row(const auto& row) {
  return std::visit([]<class Row>(const Row&) { return needs_vault<Row>; }, row);
}

}  // namespace

bool needs_the_vault(const books::Changes& changes) {
  const auto guarded = [](const auto& row) { return guarded_row(row); };
  return std::any_of(changes.put.begin(), changes.put.end(), guarded) || std::any_of(changes.append.begin(), changes.append.end(), guarded);
}

bool table_needs_vault(std::string_view table) {
  static const auto free = [] {
    std::set<std::string, std::less<>> names;
    const auto add = [&]<class Row>() {
      if (!needs_vault<Row>) names.emplace(Row::table);
    };
    for_each_row<books::Register>(add);
    for_each_row<books::Chained>(add);
    return names;
  }();
  return !free.contains(table);
}

}  // namespace kwota::store
