// The way of what was sold: sealed by the vault, taken by the meter, under way, or taken back – as far as it has come by now. Meters that took more than
// was ever sold to them are named, and of each that was sold to it is told how much it used.   Begin with ways.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Way {
  static constexpr auto table = "ways";
  std::string business_day, station, carrier, scheme, commodity, state, reason, meter, number;
  std::int64_t sold = 0, sealed = 0, loaded = 0, in_transit = 0, back = 0;                   ///< sales
  std::int64_t energy_sold = 0, energy_loaded = 0, energy_in_transit = 0, energy_back = 0;   ///< Wh
  std::int64_t volume_sold = 0, volume_loaded = 0;                                          ///< litres
  Money money_sold, money_loaded, money_in_transit, money_back;                              ///< paid for them
  std::int64_t gap = 0;                                                                     ///< credits that nobody sold, or that no vault sealed
  // Of a meter that was sold to, month by month: what it has used of what it was sold, as far as it has said so.
  std::int64_t energy_used = 0, volume_used = 0;                                            ///< Wh, litres
  Money money_used;                                                                         ///< what was paid for it, the first bought first
  std::int64_t unheard = 0;                                                                 ///< it has said nothing since these days ended: what it used until then comes with its next word
  std::int64_t told = 0, told_energy = 0, told_volume = 0;                                  ///< it has ever said something; in that unit
  template <class V> static void columns(V&& v) {
    v("business_day", &Way::business_day); v("station", &Way::station); v("carrier", &Way::carrier); v("scheme", &Way::scheme); v("commodity", &Way::commodity); v("state", &Way::state);
    v("reason", &Way::reason); v("meter", &Way::meter); v("number", &Way::number); v("sold", &Way::sold); v("sealed", &Way::sealed); v("loaded", &Way::loaded);
    v("in_transit", &Way::in_transit); v("back", &Way::back); v("energy_sold", &Way::energy_sold); v("energy_loaded", &Way::energy_loaded);
    v("energy_in_transit", &Way::energy_in_transit); v("energy_back", &Way::energy_back); v("volume_sold", &Way::volume_sold); v("volume_loaded", &Way::volume_loaded); v("money_sold", &Way::money_sold); v("money_loaded", &Way::money_loaded);
    v("money_in_transit", &Way::money_in_transit); v("money_back", &Way::money_back); v("gap", &Way::gap);
    v("energy_used", &Way::energy_used); v("volume_used", &Way::volume_used); v("money_used", &Way::money_used); v("unheard", &Way::unheard);
    v("told", &Way::told); v("told_energy", &Way::told_energy); v("told_volume", &Way::told_volume);
  }
};
extern const Source ways;

/// Credit that no meter has confirmed yet, and how long it has been on its way by the last of the days: whenever it was sold.
struct InTransit {
  static constexpr auto table = "in_transit";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day;  ///< the last of the days: what stands then
  std::string sold_day, age, station, carrier, scheme, commodity, state, number, account, customer_name, meter;
  std::int64_t count = 1;
  std::int64_t energy = 0, volume = 0;  ///< Wh, litres
  Money credit, money;                  ///< of credit in money; paid for it
  template <class V> static void columns(V&& v) {
    v("business_day", &InTransit::business_day); v("sold_day", &InTransit::sold_day); v("age", &InTransit::age); v("station", &InTransit::station); v("carrier", &InTransit::carrier);
    v("scheme", &InTransit::scheme); v("commodity", &InTransit::commodity); v("state", &InTransit::state); v("number", &InTransit::number); v("account", &InTransit::account);
    v("customer_name", &InTransit::customer_name); v("meter", &InTransit::meter); v("count", &InTransit::count); v("energy", &InTransit::energy); v("volume", &InTransit::volume);
    v("credit", &InTransit::credit); v("money", &InTransit::money);
  }
};
extern const Source in_transit;
/// "01", "07", "30", "90": at most so many days; "over". [K]
std::string age_of(std::int64_t days);

}  // namespace kwota::facts
