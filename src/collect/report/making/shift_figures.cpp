#include "collect/report/making/shift_figures.h"

#include <array>

#include "collect/report/making/adding.h"
#include "collect/report/day_sheets.h"

namespace kwota::report {
namespace {

constexpr std::array<std::string_view, 3> shown{"tax", "units_energy", "units_volume"};

/// The sheets that hold these receipts, and nothing else.
DaySheets sheets_of(const books::Reader& books, const books::Shift& shift) {
  DaySheets out;
  for (const auto& sale : books.select(books::Sale::of_shift, shift.station, shift.till, shift.number)) {
    out.take(sale, books);
    for (const auto& number : {sale.number, sale.number + "/reversed"}) {
      auto entry = books.find<books::Entry>(number);
      if (!entry || (shift.closed && *shift.closed < entry->time)) continue;  // what a later shift undid
      entry->legs = books.legs(number);
      out.take(*entry, books);
    }
  }
  return out;
}

std::vector<Wanted> figures(const std::vector<std::string_view>& names) {
  const Period all{PeriodKind::range, "0001-01-01", "9999-12-31"};
  std::vector<Wanted> out;
  for (const auto name : names) out.push_back({figure_named(name), all});
  return out;
}

}  // namespace

std::vector<ShiftFigures> shift_figures(const books::Reader& books, const books::Shift& shift) {
  const auto check = received_adds_up();
  std::vector<std::string_view> names(shown.begin(), shown.end());
  names.insert(names.end(), check.left.begin(), check.left.end());
  names.insert(names.end(), check.right.begin(), check.right.end());
  Adding adding(sales_subject, {dimension_named(sales_subject, "commodity")}, figures(names));
  const auto sheets = sheets_of(books, shift);
  for (const auto& [key, sheet] : sheets.days()) adding.take(facts::Given<books::DaySheet>(sheet));
  std::vector<ShiftFigures> out;
  for (const auto& [group, sums] : adding.groups()) {
    const auto of = [&values = sums.values](std::size_t i) { return values[i]; };
    const auto first_left = shown.size(), first_right = first_left + check.left.size();  // `received` is the first of the left
    auto& one = out.emplace_back(ShiftFigures{.commodity = group.front(), .received = Money::minor(of(first_left)), .tax = Money::minor(of(0)), .made_of = {}, .energy = Energy::wh(of(1)), .volume = Volume::litres(of(2))});
    for (auto i = first_right; i < names.size(); ++i) one.made_of += Money::minor(of(i));
    for (auto i = first_left + 1; i < first_right; ++i) one.made_of -= Money::minor(of(i));
  }
  return out;
}

}  // namespace kwota::report
