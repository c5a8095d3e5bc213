// What meters used of the prepaid money since the last month that was closed, as far as they have said so: what the month's end will post.
// Whoever has many meters learns it with the month's end alone: each of them is asked.   Begin with open_months.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::report {

/// Whether no more than may be asked while somebody waits (collect/meter_use/used.h) were counted when a month was last closed; nothing was ever closed: nobody knows how many there are.
bool asks_meters(const books::Reader& books);

/// A station's and a commodity's on the last of the days that are asked.
struct OpenMonth {
  static constexpr auto table = "open_months";
  std::string business_day, station, commodity, operator_name, kind, undone;
  Money not_posted;  ///< since the last closed month
  Money used;        ///< since the beginning
  template <class V> static void columns(V&& v) {
    v("business_day", &OpenMonth::business_day); v("station", &OpenMonth::station); v("commodity", &OpenMonth::commodity); v("operator", &OpenMonth::operator_name);
    v("kind", &OpenMonth::kind); v("undone", &OpenMonth::undone); v("not_posted", &OpenMonth::not_posted); v("used", &OpenMonth::used);
  }
};
extern const facts::Source open_months;

}  // namespace kwota::report
