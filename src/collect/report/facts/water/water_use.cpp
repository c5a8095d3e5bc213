#include "collect/report/facts/water/water_use.h"

#include <map>
#include <set>
#include <utility>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/report/facts/water/of_well.h"
#include "collect/report/facts/water/stays.h"

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
  Energy of_former;                    ///< what went through before it began anew, or hung here otherwise, in these days
  std::int64_t series = 0;
  const books::WellMeter* stay = nullptr;  ///< among the well's Stays
  bool has_record = false, hangs = false;  ///< in these days
  bool begun = false;                      ///< a record of these days has told its register
  bool start_estimated = false;
  Energy behind;                           ///< by records of these days that tell no register, since the newest that does
  std::optional<Energy> next;              ///< what it showed as the first watering behind these days began
};

/// Records say hundredths of a kWh, rounded down: what it showed before a watering may be one less than what that used says.
constexpr Energy of_rounding = Energy::wh(10);
bool stood_still(Energy before, Energy begins) { return begins - before <= of_rounding && before - begins <= of_rounding; }
Energy begins(const Watering& watering) { return watering.register_after - watering.used; }

/// What went through the well while its register went on: primary energy, for a pump multiplies by itself (books/register_ratio.h).
Energy went(const MeterUse& counted) { return counted.before && counted.last ? *counted.last - *counted.before : Energy{}; }

void say_where(const books::Reader& books, const books::Well& well, MeterNumber meter, const Days& days, WaterUsed& out) {
  const auto village = books.find<books::Place>(well.village);
  out.business_day = days.to;
  say_well(out, well, village ? village->station : std::string{});
  out.meter = to_text(meter);
}

/// Another meter came under the number: its register began at its own. Or the meter hangs here anew, behind other transformers. What was counted until then is kept.
void change_meter(MeterUse& counted, const Watering& watering, const books::WellMeter* stay) {
  const auto newest = counted.last ? counted.last : counted.before;
  const bool is_another = counted.series != 0 && counted.series != watering.series && newest && watering.register_after < *newest;
  const bool hangs_anew = counted.stay != nullptr && counted.stay != stay;
  if (is_another || hangs_anew) {
    counted.of_former += went(counted);
    counted.before = is_another || was_away(*counted.stay, *stay) ? std::nullopt : newest;
  }
  if (is_another || hangs_anew) counted.begun = false;
  counted.series = watering.series;
  counted.stay = stay;
}

/// Between the record before and this one a motor may have run of which nobody has told. A pump's first record, and the first of a meter that was hung here in these days, have none before them.
bool is_start_estimated(const MeterUse& counted, const Watering& watering, const Days& days) {
  if (counted.before) return !stood_still(*counted.before, begins(watering));
  const bool is_first = watering.number == 1 || (counted.stay != nullptr && format_date(counted.stay->from) >= days.from);
  return !is_first;
}

/// A pump that charges by volume or time has no register, and a hung record tells none.
bool tells_register(const Watering& watering) { return watering.register_after != Energy{}; }

void add_watering(MeterUse& counted, const Watering& watering) {
  if (watering.state == WateringStatus::useless) return;
  auto& row = counted.row;
  ++row.waterings;
  if (watering.card) counted.cards.insert(to_text(*watering.card));
  row.energy += watering.used.wh();
  row.water += watering.water;
  (watering.state == WateringStatus::proven ? row.money : row.unsettled) += watering.amount;
  if (!tells_register(watering)) counted.behind += watering.used;
}

/// A register that no record has told yet is that before its first watering.
void add_register(MeterUse& counted, const Watering& watering, const Days& days) {
  if (!std::exchange(counted.begun, true)) counted.start_estimated = is_start_estimated(counted, watering, days);
  if (!counted.before) counted.before = begins(watering) - std::exchange(counted.behind, {});
  counted.last = watering.register_after;
  counted.behind = {};
}

void complete(MeterUse& counted) {
  auto& row = counted.row;
  row.users = static_cast<std::int64_t>(counted.cards.size());
  row.multiplier = std::to_string(counted.stay == nullptr ? 1 : counted.stay->multiplier);
  row.register_energy = (counted.of_former + went(counted) + counted.behind).wh();  // what ran behind the newest reading is no gap
  if (counted.before) row.register_start = format_decimal(counted.before->wh(), kwh_digits);
  if (counted.last) row.register_end = format_decimal(counted.last->wh(), kwh_digits);
  row.gap = row.register_energy - row.energy;
}

/// Of the months whose names lie in these days and in which it hung here; the first month that a pump tells has none before it.
std::int64_t settled_in(const books::Reader& books, const std::string& well, MeterNumber meter, const Days& days) {
  Energy settled;
  std::optional<books::WellMonth> before;
  for (auto& month : books.select<books::WellMonth>(meter)) {
    const bool inside = month.well == well && days.from.substr(0, month.month.size()) <= month.month && month.month <= days.to.substr(0, month.month.size());
    const bool began_anew = before && month.energy < before->energy;  // under its number hangs another meter
    if (before && inside) settled += began_anew ? month.energy : month.energy - before->energy;
    before = std::move(month);
  }
  return settled.wh();
}

/// Whether its pump was read since then, and so has told of the days before: no watering is none.
bool was_read(const books::Reader& books, const Calendar& calendar, MeterNumber meter, const std::string& since) {
  const auto head = books.find<books::WellHead>(meter);
  return head && head->records_read && calendar.day_of(*head->records_read) >= since;
}

/// A register at which something may have run until the days ended: the next watering began elsewhere, or there is none and nobody was there since.
bool is_end_estimated(const books::Reader& books, const Calendar& calendar, MeterNumber meter, const MeterUse& counted, const Days& days) {
  if (counted.behind != Energy{}) return true;
  if (counted.next) return !stood_still(*counted.last, *counted.next);
  const auto last = parse_date(days.to);
  return last.ok() && !was_read(books, calendar, meter, format_date(date_of_day(day_number(*last) + 1)));
}

void say_estimated(const books::Reader& books, const Calendar& calendar, MeterNumber meter, MeterUse& counted, const Days& days) {
  const bool start = counted.last ? counted.start_estimated : counted.before.has_value();
  const bool end = counted.last && is_end_estimated(books, calendar, meter, counted, days);
  counted.row.estimated = start && end ? "both" : start ? "start" : end ? "end" : "";
  counted.row.marked = start || end ? 1 : 0;
}

using ByMeter = std::map<MeterNumber, MeterUse>;

/// Behind these days only what the register showed as the next watering began says something: whether it stood still until then.
void see_later(ByMeter& meters, const Watering& watering) {
  const auto known = meters.find(watering.meter);
  if (known != meters.end() && !known->second.next && tells_register(watering) && watering.series == known->second.series) known->second.next = begins(watering);
}

/// A watering of these days, or of before: then it says with what register they began.
void see(MeterUse& counted, const Watering& watering, const Stays& stays, const Days& days) {
  const bool is_before = format_date(watering.start->date) < days.from;
  if (!is_before) {
    counted.has_record = true;
    add_watering(counted, watering);
  }
  if (!tells_register(watering)) return;
  change_meter(counted, watering, stays.on(watering.meter, watering.start->date));
  if (is_before) counted.before = watering.register_after;
  else add_register(counted, watering, days);
}

ByMeter meters_of(const books::Reader& books, const books::Well& well, const Stays& stays, const Days& days) {
  ByMeter meters;
  for (const auto& watering : books.select(Watering::of_well, well.number)) {
    if (!watering.start) continue;
    if (format_date(watering.start->date) > days.to) see_later(meters, watering);
    else see(meters[watering.meter], watering, stays, days);
  }
  for (const auto meter : stays.in(days.from, days.to)) meters[meter].hangs = true;
  return meters;
}

void each_used_well(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  for (const auto& well : books.all<books::Well>()) {
    const Stays stays(books, well.number);
    for (auto& [meter, counted] : meters_of(books, well, stays, days)) {
      const bool is_unread = counted.hangs && !counted.has_record && !was_read(books, calendar, meter, days.from);
      if (!counted.last && counted.row.waterings == 0 && !is_unread) continue;
      say_where(books, well, meter, days, counted.row);
      counted.row.settled_energy = settled_in(books, well.number, meter, days);
      complete(counted);
      say_estimated(books, calendar, meter, counted, days);
      counted.row.unread = is_unread ? 1 : 0;
      counted.row.read = is_unread ? 0 : 1;
      take(Given<WaterUsed>(counted.row));
    }
  }
}

}  // namespace

const Source water_use{.name = WaterUsed::table, .columns = columns_of<WaterUsed>, .each = each_used_well, .of_whole_days = true};

}  // namespace kwota::facts
