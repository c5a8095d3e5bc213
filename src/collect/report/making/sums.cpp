#include "collect/report/making/sums.h"

namespace kwota::report {

std::vector<Cell> sums_of(const books::Reader& books, const Request& request, const std::vector<Wanted>& wanted) {
  std::vector<Cell> out(wanted.size(), Cell(0));
  for (const auto* subject : subjects()) {
    std::vector<std::size_t> places;
    std::vector<Wanted> of_sheet;
    for (std::size_t i = 0; i < wanted.size(); ++i)
      if (wanted[i].figure->sheet == subject->sheet) places.push_back(i), of_sheet.push_back(wanted[i]);
    if (of_sheet.empty()) continue;
    if (!request.tells(*subject)) {
      for (const auto place : places) out[place] = Cell{};
      continue;
    }
    auto adding = request.adding(*subject, {}, std::move(of_sheet));
    adding.read(books);
    for (std::size_t i = 0; i < places.size() && !adding.groups().empty(); ++i) out[places[i]] = adding.groups().begin()->second.values[i];
  }
  return out;
}

}  // namespace kwota::report
