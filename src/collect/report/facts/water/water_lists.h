// What wells and farmers show over a season: use by well and season, wells whose register and records differ, energy that flowed without a card, farmers who water no more.
// Begin with seasons.
#pragma once
#include "collect/report/facts/source.h"

namespace kwota::facts {

struct Season {
  static constexpr auto table = "seasons";
  std::string business_day, season, station, operator_name, village, area_number, usage_class, well, name;
  std::int64_t waterings = 0, energy = 0, water = 0, seconds = 0;
  Money money;
  template <class V> static void columns(V&& v) {
    v("business_day", &Season::business_day); v("season", &Season::season); v("station", &Season::station); v("operator", &Season::operator_name);
    v("village", &Season::village); v("area_number", &Season::area_number); v("usage_class", &Season::usage_class); v("well", &Season::well); v("name", &Season::name);
    v("waterings", &Season::waterings); v("energy", &Season::energy); v("water", &Season::water); v("seconds", &Season::seconds); v("money", &Season::money);
  }
};

struct WellTold {
  std::string business_day, station, operator_name, village, area_number, well, name, meter, told;
  std::int64_t by_records = 0, by_register = 0, gap = 0, gap_size = 0, fault_energy = 0, energy = 0;
  template <class V> static void columns(V&& v) {
    v("business_day", &WellTold::business_day); v("station", &WellTold::station); v("operator", &WellTold::operator_name); v("village", &WellTold::village);
    v("area_number", &WellTold::area_number); v("well", &WellTold::well); v("name", &WellTold::name); v("meter", &WellTold::meter); v("told", &WellTold::told);
    v("by_records", &WellTold::by_records); v("by_register", &WellTold::by_register); v("gap", &WellTold::gap); v("gap_size", &WellTold::gap_size);
    v("fault_energy", &WellTold::fault_energy); v("energy", &WellTold::energy);
  }
};
struct WellDiffers : WellTold {
  static constexpr auto table = "wells_differing";
};
struct FaultEnergy : WellTold {
  static constexpr auto table = "fault_energy";
};

struct SilentFarmer {
  static constexpr auto table = "silent_farmers";
  static constexpr std::array<std::string_view, 1> personal{"customer_name"};
  std::string business_day, station, operator_name, area_number, account, customer_name, last_watering;
  std::int64_t days = 0, waterings_before = 0, neighbours = 0;
  Money balance;
  template <class V> static void columns(V&& v) {
    v("business_day", &SilentFarmer::business_day); v("station", &SilentFarmer::station); v("operator", &SilentFarmer::operator_name);
    v("area_number", &SilentFarmer::area_number); v("account", &SilentFarmer::account); v("customer_name", &SilentFarmer::customer_name);
    v("last_watering", &SilentFarmer::last_watering); v("days", &SilentFarmer::days); v("waterings_before", &SilentFarmer::waterings_before);
    v("neighbours", &SilentFarmer::neighbours); v("balance", &SilentFarmer::balance);
  }
};
extern const Source seasons, wells_differing, fault_energy, silent_farmers;

/// What a well's register may count beside its records: so much, or so much of a thousand of what it counted. [K]
inline constexpr std::int64_t gap_wh_least = 2'000, gap_per_mille_least = 5;
/// Days without a watering while others at the same wells water. [K]
inline constexpr std::int64_t farmer_silent_days = 30, neighbours_least = 2;

}  // namespace kwota::facts
