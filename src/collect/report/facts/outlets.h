// Outlets between two days: what was in the float at the beginning, what came in and went out, what is there at the end; what its commission came to.
// Every figure is an outlet's own day rows, which verify holds against the ledger.   Begin with outlets_moved.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct OutletMoved {
  static constexpr auto table = "outlets_moved";
  std::string business_day, station, operator_name, outlet, name, per_mille, first_receipt, last_receipt;
  std::string kind, undone;
  std::int64_t sales = 0;
  Money opening, topped_up, withdrawn, sold, given_back, netted, closing, owed_before, earned, settled, owed;
  template <class V> static void columns(V&& v) {
    v("business_day", &OutletMoved::business_day); v("station", &OutletMoved::station); v("operator", &OutletMoved::operator_name); v("outlet", &OutletMoved::outlet);
    v("name", &OutletMoved::name); v("per_mille", &OutletMoved::per_mille); v("first_receipt", &OutletMoved::first_receipt); v("last_receipt", &OutletMoved::last_receipt);
    v("kind", &OutletMoved::kind); v("undone", &OutletMoved::undone); v("sales", &OutletMoved::sales); v("opening", &OutletMoved::opening);
    v("topped_up", &OutletMoved::topped_up); v("withdrawn", &OutletMoved::withdrawn); v("sold", &OutletMoved::sold); v("given_back", &OutletMoved::given_back);
    v("netted", &OutletMoved::netted); v("closing", &OutletMoved::closing); v("owed_before", &OutletMoved::owed_before); v("earned", &OutletMoved::earned);
    v("settled", &OutletMoved::settled); v("owed", &OutletMoved::owed);
  }
};
extern const Source outlets_moved;

}  // namespace kwota::facts
