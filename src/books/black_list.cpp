#include "books/black_list.h"

#include <algorithm>
#include <set>

#include "books/lookup.h"

namespace kwota::books {

std::int64_t newest_black_list(const Reader& books) {
  const auto card = books.last<BlackListed>();
  return std::max(card ? card->edition : 0, newest_list_that_begins_anew(books));
}

std::int64_t newest_list_that_begins_anew(const Reader& books) {
  const auto moved = books.last(FormerArea::by_edition);
  const auto unknown = books.last(UnknownEdition::by_edition);
  return std::max(moved ? moved->edition : 0, unknown ? unknown->edition : 0);
}

std::int64_t black_list_since(const Reader& books, MeterNumber meter) {
  std::int64_t since = 0;
  for (const auto& former : books.select<FormerArea>(meter)) since = std::max(since, former.edition);
  for (const auto& unknown : books.select<UnknownEdition>(meter)) since = std::max(since, unknown.edition);
  return since;
}

std::vector<std::string> areas_of_pump(const Reader& books, MeterNumber meter) {
  const auto place = place_at_well(books, meter);
  const auto well = place ? books.find<Well>(place->well) : std::nullopt;
  if (!well || well->area_number.empty()) return {};
  std::set<std::string> areas{well->area_number};
  for (const auto& former : books.select<FormerArea>(meter))
    if (!former.left) areas.insert(former.area_number);
  return {areas.begin(), areas.end()};
}

}  // namespace kwota::books
