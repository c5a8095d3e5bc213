// The register of accounts between two days: how many there were, came, went, changed their class, and are there at the end – and which of these
// bought something, or have not for long.
// An account stands under its village and under the class that it had on the day: what it was sold as, not what it is now. Begin with supplies.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Supplied {
  static constexpr auto table = "supplies";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, village, usage_class, commodity, account, customer_name, meter;
  std::string kind, undone;
  std::int64_t opening = 0, opened = 0, closed = 0, moved = 0, closing = 0, active = 0, silent = 0, in_debt = 0;
  template <class V> static void columns(V&& v) {
    v("business_day", &Supplied::business_day); v("station", &Supplied::station); v("operator", &Supplied::operator_name); v("village", &Supplied::village);
    v("usage_class", &Supplied::usage_class); v("commodity", &Supplied::commodity); v("kind", &Supplied::kind); v("undone", &Supplied::undone); v("opening", &Supplied::opening);
    v("opened", &Supplied::opened); v("closed", &Supplied::closed); v("moved", &Supplied::moved); v("closing", &Supplied::closing);
    v("active", &Supplied::active); v("silent", &Supplied::silent);
    v("in_debt", &Supplied::in_debt); v("account", &Supplied::account); v("customer_name", &Supplied::customer_name); v("meter", &Supplied::meter);
  }
};
extern const Source supplies;

/// Open and bought nothing for so many days: silent.
inline constexpr std::int64_t silent_days = 45;

}  // namespace kwota::facts
