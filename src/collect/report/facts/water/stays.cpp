#include "collect/report/facts/water/stays.h"

namespace kwota::facts {

const books::WellMeter* Stays::on(MeterNumber meter, const LocalDate& day) const {
  const books::WellMeter* found = nullptr;
  for (const auto& stay : all_)
    if (stay.meter == meter && (found == nullptr || stay.from <= day)) found = &stay;
  return found;
}

std::set<MeterNumber> Stays::in(const std::string& from, const std::string& to) const {
  std::set<MeterNumber> out;
  for (const auto& stay : all_)
    if (format_date(stay.from) <= to && (!stay.to || format_date(*stay.to) >= from)) out.insert(stay.meter);
  return out;
}

bool was_away(const books::WellMeter& before, const books::WellMeter& after) { return before.to && day_number(after.from) > day_number(*before.to) + 1; }

}  // namespace kwota::facts
