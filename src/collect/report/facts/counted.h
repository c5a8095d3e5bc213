// Closed shifts, tender by tender: what should have been there, what was counted, and what the ledger keeps of the difference.
// What came in and what went out the shift's own row says since it was closed: no receipt is read.
// A shift belongs to the business day on which it was closed. Begin with counts.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Counted {
  static constexpr auto table = "counts";
  std::string business_day, station, till, operator_name, kind = "shift_close", undone;
  std::string shift, tender, opened, closed, reason, accepted_by;
  std::int64_t shifts = 0, receipts = 0;      ///< of its cash alone, so that a shift counts once
  Money opening_float, received, paid_out, drops, expected, counted, difference, first_difference, posted;
  Money bankable, not_bankable;               ///< of what came in less what went out: one of the two is the tender's
  template <class V> static void columns(V&& v) {
    v("business_day", &Counted::business_day); v("station", &Counted::station); v("till", &Counted::till); v("operator", &Counted::operator_name);
    v("kind", &Counted::kind); v("undone", &Counted::undone); v("shift", &Counted::shift); v("tender", &Counted::tender); v("opened", &Counted::opened);
    v("closed", &Counted::closed); v("reason", &Counted::reason); v("accepted_by", &Counted::accepted_by); v("shifts", &Counted::shifts);
    v("receipts", &Counted::receipts); v("opening_float", &Counted::opening_float); v("received", &Counted::received); v("paid_out", &Counted::paid_out); v("drops", &Counted::drops); v("expected", &Counted::expected); v("counted", &Counted::counted);
    v("difference", &Counted::difference); v("first_difference", &Counted::first_difference); v("posted", &Counted::posted); v("bankable", &Counted::bankable); v("not_bankable", &Counted::not_bankable);
  }
};
extern const Source counts;

}  // namespace kwota::facts
