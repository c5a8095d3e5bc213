// Supplies one by one as insight sees them on the last of the days that are asked: how long the credit lasts, who is silent, what looks odd.
// Only open accounts; whatever nobody can tell is left out.   Begin with days_left, silent, suspicion.
#pragma once
#include "collect/insight/area_loss.h"
#include "collect/insight/suspicion.h"
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Supply {
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, village, usage_class, account, customer_name, meter, unit, commodity, told, zero_day, reason, last_purchase;
  std::int64_t count = 1;
  std::int64_t energy = 0, volume = 0;          ///< that is left, in the meter's unit
  Money credit;
  std::int64_t daily_energy = 0, daily_volume = 0;
  Money daily_credit;
  std::int64_t days = 0, days_low = 0, days_high = 0, known_days = 0;
  std::int64_t silent_days = 0, usual_gap = 0, gone_days = 0;
  Money lost;
  std::int64_t points = 0;
  template <class V> static void columns(V&& v) {
    v("business_day", &Supply::business_day); v("station", &Supply::station); v("operator", &Supply::operator_name); v("village", &Supply::village);
    v("usage_class", &Supply::usage_class); v("account", &Supply::account); v("customer_name", &Supply::customer_name); v("meter", &Supply::meter);
    v("unit", &Supply::unit); v("commodity", &Supply::commodity); v("told", &Supply::told); v("zero_day", &Supply::zero_day); v("reason", &Supply::reason); v("last_purchase", &Supply::last_purchase);
    v("count", &Supply::count); v("energy", &Supply::energy); v("volume", &Supply::volume); v("credit", &Supply::credit);
    v("daily_energy", &Supply::daily_energy); v("daily_volume", &Supply::daily_volume); v("daily_credit", &Supply::daily_credit);
    v("days", &Supply::days); v("days_low", &Supply::days_low); v("days_high", &Supply::days_high); v("known_days", &Supply::known_days);
    v("silent_days", &Supply::silent_days); v("usual_gap", &Supply::usual_gap); v("gone_days", &Supply::gone_days); v("lost", &Supply::lost);
    v("points", &Supply::points);
  }
};
struct DaysLeft : Supply {
  static constexpr auto table = "days_left";
};
struct SilentSupply : Supply {
  static constexpr auto table = "silent";
};
struct OddSupply : Supply {
  static constexpr auto table = "suspicion";
};
extern const Source days_left, silent, suspicion;

/// A supply with its signs, as the last of the days shows it.
struct Odd {
  books::Account account;
  std::vector<insight::Sign> signs;
  std::int64_t points = 0;  ///< more than none
};
/// Every open account that shows anything, held against its class.
std::vector<Odd> odd_supplies(const books::Reader& books, std::int64_t today, const Zone& zone, const insight::LossWatch& losses);

}  // namespace kwota::facts
