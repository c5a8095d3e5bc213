// Taxes, however they were taken: those that the ledger posts, and those inside the price, which a slip only names. A sale's own document says what is inside; what brings
// its money back brings that part of the tax back, on its own day.   Begin with taxes.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Tax {
  static constexpr auto table = "taxes";
  std::string business_day, station, till, operator_name, tax, tax_way, commodity, kind, undone;
  std::string number;       ///< the receipt; of posted taxes none: the ledger adds up days
  std::int64_t count = 0;   ///< of what it was taken
  Money net, gross;         ///< of sales that say it
  Money taken, back;        ///< `back`: below zero
  Money whole;              ///< both together
  Money posted;             ///< of these what stands in the ledger
  template <class V> static void columns(V&& v) {
    v("business_day", &Tax::business_day); v("station", &Tax::station); v("till", &Tax::till); v("operator", &Tax::operator_name); v("tax", &Tax::tax);
    v("tax_way", &Tax::tax_way); v("commodity", &Tax::commodity); v("kind", &Tax::kind); v("undone", &Tax::undone); v("count", &Tax::count); v("net", &Tax::net); v("gross", &Tax::gross); v("taken", &Tax::taken);
    v("back", &Tax::back); v("whole", &Tax::whole); v("posted", &Tax::posted); v("number", &Tax::number);
  }
};
extern const Source taxes;

}  // namespace kwota::facts
