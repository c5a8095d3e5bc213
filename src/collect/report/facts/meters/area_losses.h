// What transformer areas lost, month by month: what their total meters counted less what their meters counted (collect/readings/losses.h).
// An area with too few readings in a month has no figure for it and counts as such; what its total meter showed at both ends of the month is said all the same.   Begin with area_losses.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct AreaLoss {
  static constexpr auto table = "area_losses";
  std::string business_day, station, village, area, name, meter, commodity;
  std::string register_start, register_end;      ///< of its total meter, in kWh or m³, as text: no sum is made of them; empty: nobody knows
  std::int64_t supplied = 0, used = 0;           ///< Wh, of areas with a figure
  std::int64_t lost = 0;
  std::int64_t volume_supplied = 0, volume_used = 0, volume_lost = 0;  ///< litres, of areas of gas and of water
  std::int64_t meters = 0, unread = 0;           ///< of all of them
  std::int64_t judged = 0, not_judged = 0;       ///< months of areas with a figure, and without one
  std::int64_t months = 1;                       ///< of which it tells
  std::int64_t judged_energy = 0, judged_volume = 0;  ///< of those with a figure: whether it is one of energy or of volumes
  template <class V> static void columns(V&& v) {
    v("business_day", &AreaLoss::business_day); v("station", &AreaLoss::station); v("village", &AreaLoss::village); v("area", &AreaLoss::area); v("name", &AreaLoss::name);
    v("meter", &AreaLoss::meter); v("commodity", &AreaLoss::commodity); v("supplied", &AreaLoss::supplied); v("used", &AreaLoss::used); v("lost", &AreaLoss::lost);
    v("volume_supplied", &AreaLoss::volume_supplied); v("volume_used", &AreaLoss::volume_used); v("volume_lost", &AreaLoss::volume_lost);
    v("meters", &AreaLoss::meters); v("unread", &AreaLoss::unread); v("judged", &AreaLoss::judged); v("not_judged", &AreaLoss::not_judged);
    v("register_start", &AreaLoss::register_start); v("register_end", &AreaLoss::register_end); v("months", &AreaLoss::months);
    v("judged_energy", &AreaLoss::judged_energy); v("judged_volume", &AreaLoss::judged_volume);
  }
};
extern const Source area_losses;

}  // namespace kwota::facts
