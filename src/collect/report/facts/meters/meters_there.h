// Meters on walls between two days, model by model: how many there were, came, went and are, and what they recorded of faults. A meter is there from the first day on
// which it had an account, was put in another's place or hung at a well, until it was taken off.   Begin with meters_there.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct MeterThere {
  static constexpr auto table = "meters_there";
  std::string business_day, station, model, maker, commodity, meter, put_in;
  std::int64_t opening = 0, fresh = 0, gone = 0, closing = 0;
  std::int64_t swapped_in = 0, swapped_out = 0;  ///< of those that came and went
  std::int64_t age_days = 0;                     ///< on the last day, of those that are there
  std::int64_t faults = 0;                       ///< recorded in these days
  std::int64_t due = 0;                          ///< of those that are there: to be tested by the last day
  template <class V> static void columns(V&& v) {
    v("business_day", &MeterThere::business_day); v("station", &MeterThere::station); v("model", &MeterThere::model); v("maker", &MeterThere::maker); v("commodity", &MeterThere::commodity);
    v("meter", &MeterThere::meter); v("put_in", &MeterThere::put_in); v("opening", &MeterThere::opening); v("fresh", &MeterThere::fresh);
    v("gone", &MeterThere::gone); v("closing", &MeterThere::closing); v("swapped_in", &MeterThere::swapped_in); v("swapped_out", &MeterThere::swapped_out);
    v("age_days", &MeterThere::age_days); v("faults", &MeterThere::faults); v("due", &MeterThere::due);
  }
};
extern const Source meters_there;

}  // namespace kwota::facts
