// A meter model as a declaration: identity, plate, what it measures and tells, its limits as made, its habits, the pages its display
// turns through. One file a model and its line in all.cpp; nothing else names it. Registers of the office, head-end, simulator,
// firmware and console are views of it.   Begin with Model, then ddzy1352.h; rated() makes one, as() one that is another with differences.
#pragma once
#include <span>
#include <string_view>

#include "base/core/core.h"
#include "devices/facts.h"

namespace kwota::models {

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
  basic_allowance_left,
};

inline constexpr std::uint8_t rates_max = 8;

/// Where the customer's account is kept.
enum class AccountAt : std::uint8_t {
  meter,    ///< local fee control: money in the meter
  office,   ///< remote fee control: the office counts, and orders the relay
  nowhere,  ///< a plain meter: it counts energy
};

/// What closes the relay after a purchase that paid the reason for which it opened (meters.md 7.3).
enum class Reclose : std::uint8_t {
  on_card_withdrawn,  ///< low grade: as soon as the card is taken out
  by_key,             ///< high grade: a key held for three seconds, or another card insertion
};

/// What keeps a meter's keys and computes with them.
enum class KeysIn : std::uint8_t {
  module,    ///< a security module
  firmware,  ///< the meter's own program, low grade: whoever opens the meter reads them. Such a meter gets its own keys alone, so it takes no cards
};

struct Limits {
  Money alarm1{}, alarm2{};  ///< alarm1 >= alarm2 >= 0; 0 switches the alarm off
  Money overdraft{};       ///< how far below zero the customer may go
  Money hoarding{};        ///< the most the meter may hold; 0: no limit
  Money close_permission{};///< after exhaustion the balance must be above this
  friend bool operator==(const Limits&, const Limits&) = default;
};

/// What people call it, in the languages of the registers.
struct Words {
  std::string_view zh{}, en{}, ru{};
};

struct Model {
  std::string_view name{};  ///< as printed on the plate and in the registers of the office
  Words words{};
  std::uint8_t phases = 1;
  std::uint16_t impulses_per_kwh = 1600;
  std::uint16_t reference_volts = 220;
  std::uint8_t basic_amperes = 5, largest_amperes = 60;
  std::uint8_t circuits = 0;           ///< behind its plate, each measured and switched by itself under a number of its own; 0: it is one meter
  bool transformer_connected = false;  ///< CT and PT ratios of the card multiply what is measured
  std::uint8_t rates = 1;              ///< 1: time of day does not matter to it; else prices by time of use, 1..rates_max
  std::uint8_t default_rate = 1;       ///< counts while the clock is lost (meters.md 7.8)
  AccountAt account = AccountAt::meter;
  Unit counts = Unit::money;           ///< energy or volume: it takes one for one, whatever prices a card or its line brings
  bool wants_cipher = false;    ///< relay orders, and values but those of the first class, are taken enciphered only (meters.md 3 and 4.2)
  KeysIn keys_in = KeysIn::module;
  std::uint8_t failures_a_day = 15;  ///< so many seals that do not fit within a day suspend it (meters.md 4.1; of a software cipher 200, 5)
  std::span<const devices::Quantity> reports{};
  unsigned freezes_days = 0;  ///< so many midnights of its own clock it keeps its registers of
  devices::Facts facts{};
  Limits limits{};
  Reclose reclose = Reclose::on_card_withdrawn;
  std::uint8_t illegal_before_sleep = 10;  ///< so many illegal insertions within an hour put the card slot to sleep
  std::uint16_t sleep_minutes = 30;
  std::uint16_t clock_reserve_days = 0;  ///< how long the clock runs without mains
  std::span<const Page> pages{};
};

/// A model whose facts tell what its plate says: circuits, phases, the largest load. What flows through transformers is bounded by these, which no plate tells.
constexpr Model rated(Model own) {
  own.facts.circuits = own.circuits;
  own.facts.phases = own.phases;
  own.facts.holds_credit = own.account == AccountAt::meter;
  own.facts.serves_the_office = own.account != AccountAt::meter;
  own.facts.largest_watts = own.transformer_connected ? 0 : std::uint32_t{own.phases} * own.reference_volts * own.largest_amperes;
  return own;
}
/// A model that is another with differences.
template <class Differ>
constexpr Model as(const Model& other, Differ differ) {
  Model own = other;
  differ(own);
  return rated(own);
}

}  // namespace kwota::models
