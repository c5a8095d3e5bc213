// What did not go straight: sales that were in doubt, sales that never happened after all, and credit that no card or meter took.
// A sale is in doubt from the journal's first word of it to whatever settled it.   Begin with doubts.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Doubt {
  static constexpr auto table = "doubts";
  static constexpr std::array<std::string_view, 2> personal{"customer_name", "reason"};
  std::string business_day, station, till, operator_name, number, customer_name, meter, carrier, commodity, matter, outcome, reason, since;
  std::int64_t opening = 0, opened = 0, settled = 0, open = 0;  ///< sales in doubt
  std::int64_t hours = 0;                                       ///< for how long, of those that are still
  std::int64_t reversed = 0, refused = 0;
  Money money;
  template <class V> static void columns(V&& v) {
    v("business_day", &Doubt::business_day); v("station", &Doubt::station); v("till", &Doubt::till); v("operator", &Doubt::operator_name); v("number", &Doubt::number);
    v("customer_name", &Doubt::customer_name); v("meter", &Doubt::meter); v("carrier", &Doubt::carrier); v("commodity", &Doubt::commodity); v("matter", &Doubt::matter); v("outcome", &Doubt::outcome);
    v("reason", &Doubt::reason); v("since", &Doubt::since); v("opening", &Doubt::opening); v("opened", &Doubt::opened); v("settled", &Doubt::settled);
    v("open", &Doubt::open); v("hours", &Doubt::hours); v("reversed", &Doubt::reversed); v("refused", &Doubt::refused); v("money", &Doubt::money);
  }
};
extern const Source doubts;

}  // namespace kwota::facts
