#include "collect/report/facts/water/water_lists.h"

#include <algorithm>
#include <map>

#include "base/ids_text.h"
#include "collect/report/facts/openings.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/water/of_well.h"
#include "collect/report/facts/water/season.h"
#include "collect/report/facts/water/water_use.h"

namespace kwota::facts {
namespace {

using books::Watering;
using books::WateringStatus;

bool counts(const Watering& row) { return row.start && row.state != WateringStatus::useless; }

std::string station_of_village(const books::Reader& books, const std::string& village) {
  const auto place = books.find<books::Place>(village);
  return place ? place->station : std::string{};
}

void each_season(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  for (const auto& well : books.all<books::Well>()) {
    const auto station = station_of_village(books, well.village);
    for (const auto& watering : books.select(Watering::of_well, well.number)) {
      const auto day = watering.start ? format_date(watering.start->date) : std::string{};
      if (!counts(watering) || !days.hold(day)) continue;
      Season row;
      row.business_day = day;
      row.season = season_of(watering.start->date);
      say_well(row, well, station);
      row.waterings = 1;
      row.energy = watering.used.wh();
      row.water = watering.water;
      row.seconds = watering.seconds;
      row.money = watering.amount;
      take(Given<Season>(row));
    }
  }
}

void each_differing(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const auto& columns = water_use.columns();
  const auto text = [&](const books::ValueSource& row, std::string_view name) { return std::string(row.get_text(columns.column_named(name))); };
  const auto whole = [&](const books::ValueSource& row, std::string_view name) { return row.get_integer(columns.column_named(name)); };
  water_use.each(books, days, [&](const books::ValueSource& used) {
    WellDiffers row;
    row.by_register = whole(used, "register_energy");
    row.gap = whole(used, "gap");
    row.gap_size = std::abs(row.gap);
    if (row.gap_size <= std::max(gap_wh_least, row.by_register * gap_per_mille_least / 1000)) return;
    row.by_records = whole(used, "energy");
    row.business_day = days.to;
    row.station = text(used, "station");
    row.village = text(used, "village");
    row.area_number = text(used, "area_number");
    row.well = text(used, "well");
    row.name = text(used, "name");
    row.meter = text(used, "meter");
    take(Given<WellDiffers>(row));
  });
}

void each_fault_energy(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  const Calendar calendar(books);
  for (const auto& head : books.all<books::WellHead>()) {
    if (head.fault_energy == Energy{} || calendar.day_of(head.read) > days.to) continue;
    const auto well = books.find<books::Well>(head.well);
    FaultEnergy row;
    row.business_day = days.to;
    row.station = head.station;
    if (well) row.village = well->village;
    if (well) row.area_number = well->area_number;
    if (well) row.name = well->name;
    row.well = head.well;
    row.meter = to_text(head.meter);
    row.told = calendar.day_of(head.read);
    row.fault_energy = head.fault_energy.wh();
    row.energy = head.energy.wh();
    take(Given<FaultEnergy>(row));
  }
}

/// Who watered when at the wells of each area number.
struct Watered {
  std::string last;
  std::int64_t count = 0;
};
using ByAccount = std::map<std::int64_t, Watered>;

std::map<std::string, ByAccount> by_area_number(const books::Reader& books, const Days& days) {
  std::map<std::string, ByAccount> out;
  for (const auto& well : books.all<books::Well>())
    for (const auto& watering : books.select(Watering::of_well, well.number)) {
      const auto day = watering.start ? format_date(watering.start->date) : std::string{};
      if (!counts(watering) || watering.account == 0 || day > days.to) continue;
      auto& one = out[well.area_number][watering.account];
      one.last = std::max(one.last, day);
      ++one.count;
    }
  return out;
}

void each_silent_farmer(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  CustomerNames names(books);
  const auto to = parse_date(days.to);
  if (!to) return;
  const auto since = format_date(date_of_day(day_number(*to) - farmer_silent_days));
  for (const auto& [area, farmers] : by_area_number(books, days)) {
    const auto neighbours = std::ranges::count_if(farmers, [&](const auto& one) { return one.second.last > since; });
    if (neighbours < neighbours_least) continue;  // it is not the season
    for (const auto& [number, watered] : farmers) {
      const auto account = watered.last <= since ? books.find<books::Account>(number) : std::nullopt;
      if (!account || account->state != books::AccountStatus::open) continue;
      const auto purse = books.last<books::Purse>(number);
      const auto last = parse_date(watered.last);
      SilentFarmer row;
      row.business_day = days.to;
      row.station = account->station;
      row.area_number = area;
      row.account = std::to_string(number);
      row.customer_name = names.of(account->customer);
      row.last_watering = watered.last;
      row.days = last ? day_number(*to) - day_number(*last) : 0;
      row.waterings_before = watered.count;
      row.neighbours = neighbours;
      if (purse) row.balance = books::on_card_by_books(*purse);
      take(Given<SilentFarmer>(row));
    }
  }
}

}  // namespace

const Source seasons{Season::table, columns_of<Season>, each_season};
const Source wells_differing{WellDiffers::table, columns_of<WellDiffers>, each_differing};
const Source fault_energy{FaultEnergy::table, columns_of<FaultEnergy>, each_fault_energy};
const Source silent_farmers{SilentFarmer::table, columns_of<SilentFarmer>, each_silent_farmer};

}  // namespace kwota::facts
