// Accounts as they were opened: each with its first sale, where it has one – an account at the server may begin without.
// A first sale that was undone before it left the house is a receipt with its money, and no new customer.   Begin with openings.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Opening {
  static constexpr auto table = "openings";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, till, operator_name, kind = "open", undone;
  std::string customer, customer_name, village, account, meter, card, usage_class, plan, scheme, commodity, number;
  std::int64_t count = 0, sales = 0;
  Money money, credit;
  std::int64_t energy = 0, volume = 0;
  template <class V> static void columns(V&& v) {
    v("business_day", &Opening::business_day); v("station", &Opening::station); v("till", &Opening::till); v("operator", &Opening::operator_name);
    v("kind", &Opening::kind); v("undone", &Opening::undone); v("customer", &Opening::customer); v("customer_name", &Opening::customer_name);
    v("village", &Opening::village); v("account", &Opening::account); v("meter", &Opening::meter); v("card", &Opening::card);
    v("usage_class", &Opening::usage_class); v("plan", &Opening::plan); v("scheme", &Opening::scheme); v("commodity", &Opening::commodity); v("number", &Opening::number);
    v("count", &Opening::count); v("sales", &Opening::sales); v("money", &Opening::money); v("credit", &Opening::credit);
    v("energy", &Opening::energy); v("volume", &Opening::volume);
  }
};
extern const Source openings;

/// Every account of the books, one after the other.
void each_account(const books::Reader& books, const std::function<void(const books::Account&)>& take);

}  // namespace kwota::facts
