#include "collect/report/facts/water/wells.h"

#include "base/ids_text.h"

namespace kwota::facts {
namespace {

/// The meter that hangs there on that day.
std::string meter_on(const books::Reader& books, const std::string& well, const std::string& day) {
  std::string out;
  for (const auto& row : books.select<books::WellMeter>(well))
    if (format_date(row.from) <= day && (!row.to || format_date(*row.to) >= day)) out = to_text(row.meter);
  return out;
}

WellThere row_of(const books::Reader& books, const books::Well& well, const std::string& put_in, const Days& days) {
  WellThere out;
  const auto village = books.find<books::Place>(well.village);
  out.business_day = days.to;
  out.station = village ? village->station : std::string{};
  out.village = well.village;
  out.area = well.area;
  out.area_number = well.area_number;
  out.usage_class = well.usage_class;
  out.well = well.number;
  out.name = well.name;
  out.put_in = put_in;
  if (well.depth_m != 0) out.depth = std::to_string(well.depth_m);
  out.meter = meter_on(books, well.number, days.to);
  out.state = well.active ? "in_use" : "out_of_use";
  (put_in < days.from ? out.before : out.fresh) = 1;
  out.fresh_power = out.fresh * well.pump_w;
  out.there = 1;
  (out.meter.empty() ? out.without_meter : out.with_meter) = 1;
  out.power = well.pump_w;
  return out;
}

void each_well(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& well : books.all<books::Well>()) {
    const auto put_in = well.put_in ? format_date(*well.put_in) : std::string{};
    if (put_in <= days.to) take(Given<WellThere>(row_of(books, well, put_in, days)));
  }
}

}  // namespace

const Source wells{WellThere::table, columns_of<WellThere>, each_well};

}  // namespace kwota::facts
