#include "collect/report/facts/water/water_use.h"

#include <map>
#include <set>

#include "base/decimal.h"
#include "base/ids_text.h"

namespace kwota::facts {
namespace {

using books::Watering;
using books::WateringStatus;

constexpr int kwh_digits = 3;

/// Of one meter, while its waterings are gone through in their order.
struct MeterUse {
  WaterUsed row;
  std::set<std::string> cards;
  std::optional<Energy> before, last;  ///< its register
  Energy of_former;                    ///< what registers of meters before it under its number have counted in these days
  std::int64_t series = 0;
};

WaterUsed row_of(const books::Reader& books, const books::Well& well, MeterNumber meter, const Days& days) {
  WaterUsed out;
  const auto village = books.find<books::Place>(well.village);
  out.business_day = days.to;
  out.station = village ? village->station : std::string{};
  out.village = well.village;
  out.area = well.area;
  out.area_number = well.area_number;
  out.usage_class = well.usage_class;
  out.well = well.number;
  out.name = well.name;
  out.meter = to_text(meter);
  if (const auto row = books.find<books::Meter>(meter)) out.multiplier = std::to_string(std::int64_t{row->ct} * row->pt);
  return out;
}

/// Another meter came under the number: its register began at its own, and what the one before had counted is kept.
void change_meter(MeterUse& counted, const Watering& watering) {
  const auto& newest = counted.last ? counted.last : counted.before;
  const bool is_another = counted.series != 0 && counted.series != watering.series && newest && watering.register_after < *newest;
  if (is_another) {
    if (counted.before && counted.last) counted.of_former += *counted.last - *counted.before;
    counted.before.reset();
  }
  counted.series = watering.series;
}

/// A register that no record has told yet is that before its first watering.
void add_up(MeterUse& counted, const Watering& watering) {
  auto& row = counted.row;
  if (!counted.before) counted.before = watering.register_after - watering.used;
  counted.last = watering.register_after;
  if (watering.state == WateringStatus::useless) return;
  ++row.waterings;
  if (watering.card) counted.cards.insert(to_text(*watering.card));
  row.energy += watering.used.wh();
  row.water += watering.water;
  (watering.state == WateringStatus::proven ? row.money : row.unsettled) += watering.amount;
}

void complete(MeterUse& counted) {
  auto& row = counted.row;
  row.users = static_cast<std::int64_t>(counted.cards.size());
  row.register_energy = counted.of_former.wh();
  if (counted.before && counted.last) row.register_energy += (*counted.last - *counted.before).wh();
  if (counted.before) row.register_start = format_decimal(counted.before->wh(), kwh_digits);
  if (counted.last) row.register_end = format_decimal(counted.last->wh(), kwh_digits);
  row.gap = row.register_energy - row.energy;
}

/// Of the months whose names lie in these days; the first month that a pump tells has none before it.
std::int64_t settled_in(const books::Reader& books, MeterNumber meter, const Days& days) {
  Energy settled;
  std::optional<books::WellMonth> before;
  for (auto& month : books.select<books::WellMonth>(meter)) {
    const bool inside = days.from.substr(0, month.month.size()) <= month.month && month.month <= days.to.substr(0, month.month.size());
    const bool began_anew = before && month.energy < before->energy;  // under its number hangs another meter
    if (before && inside) settled += began_anew ? month.energy : month.energy - before->energy;
    before = std::move(month);
  }
  return settled.wh();
}

void each_used_well(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& well : books.all<books::Well>()) {
    std::map<MeterNumber, MeterUse> meters;
    for (const auto& watering : books.select(Watering::of_well, well.number)) {
      if (!watering.start || watering.register_after == Energy{}) continue;
      const auto day = format_date(watering.start->date);
      if (day > days.to) break;
      auto& counted = meters[watering.meter];
      change_meter(counted, watering);
      if (day < days.from) counted.before = watering.register_after;
      else add_up(counted, watering);
    }
    for (auto& [meter, counted] : meters) {
      if (!counted.last) continue;
      const auto sums = counted.row;
      counted.row = row_of(books, well, meter, days);
      counted.row.waterings = sums.waterings;
      counted.row.energy = sums.energy;
      counted.row.water = sums.water;
      counted.row.money = sums.money;
      counted.row.unsettled = sums.unsettled;
      counted.row.settled_energy = settled_in(books, meter, days);
      complete(counted);
      take(Given<WaterUsed>(counted.row));
    }
  }
}

}  // namespace

const Source water_use{WaterUsed::table, columns_of<WaterUsed>, each_used_well};

}  // namespace kwota::facts
