// Closed months: what of the prepaid money was used, counted on the last day of its month.   Begin with months_closed.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct MonthClosed {
  static constexpr auto table = "months_closed";
  std::string business_day, station, commodity, operator_name, kind, undone;
  Money consumption;
  template <class V> static void columns(V&& v) {
    v("business_day", &MonthClosed::business_day); v("station", &MonthClosed::station); v("commodity", &MonthClosed::commodity); v("operator", &MonthClosed::operator_name);
    v("kind", &MonthClosed::kind); v("undone", &MonthClosed::undone); v("consumption", &MonthClosed::consumption);
  }
};
extern const Source months_closed;

/// "2026-10" -> its last local date. Empty: no month.
std::string last_day_of(std::string_view month);
/// The first day from this one on, and up to the other, on which anything was booked. Empty: on none.
std::string first_booked(const books::Reader& books, const std::string& from, const std::string& to);
/// The first day on which anything was booked at all. Empty: nothing was.
std::string books_began(const books::Reader& books);
/// Whether these days are over before that: what sheets say of them is nothing, and not noughts.
inline bool is_before(const Days& days, const std::string& began) { return !began.empty() && days.to < began; }
/// Whether up to the last of these days something was used that no month's end has posted: a month in which something was booked is not closed, be it one before these days, or
/// the days end inside of one – what was used of it until then is posted with its last day.
bool is_use_unposted(const books::Reader& books, const Days& days);

}  // namespace kwota::facts
