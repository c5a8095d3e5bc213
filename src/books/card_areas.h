// Where a farmer's card may be good: what is wanted of it, and what it says until it lay on a reader again. Whoever keeps a card from wells, or asks
// whether its wells have told all, counts both.   Begin with areas_of_card().
#pragma once
#include <array>
#include <set>
#include <string>
#include <vector>

#include "books/reader.h"
#include "books/rows/money/areas_change.h"

namespace kwota::books {

using AreaNumbers = std::array<std::string, 4>;

template <class Row>
AreaNumbers area_numbers_of(const Row& row) {
  return {row.area_1, row.area_2, row.area_3, row.area_4};
}
inline AreaNumbers former_areas_of(const AreasChange& row) { return {row.former_area_1, row.former_area_2, row.former_area_3, row.former_area_4}; }

/// Changes that the card of this purse has not been read to say, the oldest first.
inline std::vector<AreasChange> waiting_changes(const Reader& books, const Purse& purse) {
  auto rows = books.select<AreasChange>(purse.account, purse.number);
  std::erase_if(rows, [](const AreasChange& row) { return row.written.has_value(); });
  return rows;
}

/// Where its card may be good now.
inline std::set<std::string> areas_of_card(const Reader& books, const Purse& purse) {
  std::set<std::string> areas;
  const auto add = [&](const AreaNumbers& numbers) {
    for (const auto& number : numbers)
      if (!number.empty()) areas.insert(number);
  };
  add(area_numbers_of(purse));
  for (const auto& change : waiting_changes(books, purse)) add(former_areas_of(change));
  return areas;
}

/// Where its card is good no more, and since when that is known.
struct AreaLeft {
  std::string area_number;
  Instant when;
};
inline std::vector<AreaLeft> areas_left(const Reader& books, const Purse& purse) {
  const auto now = areas_of_card(books, purse);
  std::vector<AreaLeft> left;
  for (const auto& change : books.select<AreasChange>(purse.account, purse.number))
    for (const auto& number : former_areas_of(change))
      if (change.written && !number.empty() && !now.contains(number)) left.push_back({number, *change.written});
  return left;
}

}  // namespace kwota::books
