// The register of wells between two days: which were put into service, how many there are, which have a meter, and which were used.   Begin with wells.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct WellThere {
  static constexpr auto table = "wells_there";
  std::string business_day, station, village, area, area_number, usage_class, well, name, put_in, depth, meter, terminal, state;
  std::string entered_by;  ///< who wrote it into the register, as the audit says; nothing: it came without an entry
  std::string kind, undone;
  std::int64_t before = 0, fresh = 0, fresh_power = 0, there = 0, with_meter = 0, without_meter = 0, power = 0;
  std::int64_t users = 0;      ///< accounts that watered there in these days, each once
  std::int64_t in_season = 0;  ///< somebody watered there since the season of the last day began
  std::int64_t silent = 0;     ///< it has a meter, and for well_silent_days nothing came of it
  template <class V> static void columns(V&& v) {
    v("business_day", &WellThere::business_day); v("station", &WellThere::station); v("village", &WellThere::village); v("area", &WellThere::area);
    v("area_number", &WellThere::area_number); v("usage_class", &WellThere::usage_class); v("well", &WellThere::well); v("name", &WellThere::name);
    v("put_in", &WellThere::put_in); v("depth", &WellThere::depth); v("meter", &WellThere::meter); v("terminal", &WellThere::terminal); v("state", &WellThere::state);
    v("entered_by", &WellThere::entered_by); v("kind", &WellThere::kind); v("undone", &WellThere::undone); v("before", &WellThere::before); v("fresh", &WellThere::fresh);
    v("fresh_power", &WellThere::fresh_power); v("there", &WellThere::there); v("with_meter", &WellThere::with_meter);
    v("without_meter", &WellThere::without_meter); v("power", &WellThere::power); v("users", &WellThere::users);
    v("in_season", &WellThere::in_season); v("silent", &WellThere::silent);
  }
};
extern const Source wells;

/// A well of which for so many days up to the last one no watering is known, and whose pump was not read since they began, is silent. [K]
inline constexpr std::int64_t well_silent_days = 30;

}  // namespace kwota::facts
