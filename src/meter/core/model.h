// A meter model as a declaration: identity, what it can measure, its limits as made, its habits and the pages its
// display turns through. One constant for each model in meter/models; the core reads nothing else about a model.
#pragma once
#include <string_view>

#include "meter/core/state.h"

namespace kwota::meter {

enum class Page : std::uint8_t {
  remaining_money,
  overdraft,
  energy_total,
  period_energy,
  month_energy,
  step,
  left_in_step,
  price,
  tariff_set,
  purchase_count,
  last_purchase,
  clock,
  meter_number,
  rate,
  free_energy_left,
};

/// Where the customer's account is kept.
enum class AccountAt : std::uint8_t {
  meter,    ///< local fee control: money in the meter
  office,   ///< remote fee control: the office counts, and orders the relay
  nowhere,  ///< a plain meter: it counts energy
};
/// Edition of DL/T 645 that its line speaks.
enum class LineEdition : std::uint8_t { y2007, y1997 };

/// What closes the relay after a purchase that paid the reason for which it opened (meters.md 7.3).
enum class Reclose : std::uint8_t {
  on_card_withdrawn,  ///< low grade: as soon as the card is taken out
  by_key,             ///< high grade: a key held for three seconds, or another card insertion
};

struct Model {
  std::string_view name{};  ///< as printed on the plate and in the registers of the office
  std::uint8_t phases = 1;
  std::uint16_t impulses_per_kwh = 1600;
  std::uint16_t reference_volts = 220;
  std::uint8_t basic_amperes = 5, largest_amperes = 60;
  bool transformer_connected = false;  ///< CT and PT ratios of the card multiply what is measured
  std::uint8_t rates = 1;              ///< 1: time of day does not matter to it; else prices by time of use, 1..Tariff::rates_max
  std::uint8_t default_rate = 1;       ///< counts while the clock is lost (meters.md 7.8)
  AccountAt account = AccountAt::meter;
  LineEdition line = LineEdition::y2007;
  bool wants_cipher = false;  ///< relay orders, and values but those of the first class, are taken enciphered only (meters.md 3 and 4.2)
  Limits limits{};
  Reclose reclose = Reclose::on_card_withdrawn;
  std::uint8_t illegal_before_sleep = 10;  ///< so many illegal insertions within an hour put the card slot to sleep
  std::uint16_t sleep_minutes = 30;
  std::uint16_t clock_reserve_days = 0;  ///< how long the clock runs without mains
  std::span<const Page> pages{};
};

}  // namespace kwota::meter
