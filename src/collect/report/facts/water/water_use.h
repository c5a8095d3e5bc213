// What was used at each well between two days: what the records of its pump say, beside what its register says. The gap of the two is what ran without
// a record – motors that ran on, faults, records that nobody has brought. A meter of which no record came says nothing, and is counted.   Begin with water_use.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

/// One meter of a well.
struct WaterUsed {
  static constexpr auto table = "water_used";
  std::string business_day, station, village, area, area_number, usage_class, well, name, meter;
  std::string kind, undone;
  std::string multiplier, register_start, register_end;  ///< by which it hangs there, and what its register showed, in kWh, as text: no sum is made of them
  std::string estimated;                                ///< "start", "end", "both": that register is what the record before says, and no record proves that nothing ran until the days began, or ended
  std::int64_t waterings = 0, users = 0;                ///< users: cards, each once
  std::int64_t energy = 0, water = 0;                   ///< by records: Wh, litres
  std::int64_t register_energy = 0, gap = 0;            ///< from the last record before the first day to the last one of the last day
  std::int64_t settled_energy = 0;                      ///< of the months that were settled in these days, by what the pump's register showed then
  std::int64_t unread = 0;                              ///< it hung there, and nobody has brought a record of these days: energy and gap are unknown
  std::int64_t read = 1;                                ///< the contrary
  std::int64_t marked = 0;                              ///< a register of it is estimated
  Money money, unsettled;                               ///< proven; and used, but not paid or not proven
  template <class V> static void columns(V&& v) {
    v("business_day", &WaterUsed::business_day); v("station", &WaterUsed::station); v("village", &WaterUsed::village); v("area", &WaterUsed::area);
    v("area_number", &WaterUsed::area_number); v("usage_class", &WaterUsed::usage_class); v("well", &WaterUsed::well); v("name", &WaterUsed::name);
    v("meter", &WaterUsed::meter); v("kind", &WaterUsed::kind); v("undone", &WaterUsed::undone); v("waterings", &WaterUsed::waterings);
    v("users", &WaterUsed::users); v("energy", &WaterUsed::energy); v("water", &WaterUsed::water); v("register_energy", &WaterUsed::register_energy);
    v("gap", &WaterUsed::gap); v("settled_energy", &WaterUsed::settled_energy); v("money", &WaterUsed::money); v("unsettled", &WaterUsed::unsettled);
    v("unread", &WaterUsed::unread); v("read", &WaterUsed::read); v("multiplier", &WaterUsed::multiplier); v("register_start", &WaterUsed::register_start); v("register_end", &WaterUsed::register_end); v("estimated", &WaterUsed::estimated); v("marked", &WaterUsed::marked);
  }
};
extern const Source water_use;

}  // namespace kwota::facts
