// What was watered from one purse.
#pragma once
#include <vector>

#include "books/reader.h"
#include "books/rows/field/pump.h"

namespace kwota::books {

/// In the order of their locks. An account has one purse at a time, few in its life: the index goes by the account alone, so that a list of its
/// waterings is served by it too.
inline std::vector<Watering> waterings_of(const Reader& books, std::int64_t account, std::int64_t purse) {
  auto rows = books.select(Watering::of_account, account);
  std::erase_if(rows, [purse](const Watering& row) { return row.purse != purse; });
  return rows;
}

}  // namespace kwota::books
