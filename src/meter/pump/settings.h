// What is set of a pump: its parameters, one declared table, and its prices, a table that counts from a moment on. Both are records of
// their own in its memory. Facts: irrigation.md 1, 5, 9. Begin with pump_parameters() and PriceTable.
#pragma once
#include "meter/parts/schedule.h"
#include "seal/pump_records/cost.h"

namespace kwota::meter {

/// In the order of the table; nn of 04 FA 05 nn is the place plus one.
enum class PumpParameter : std::uint8_t {
  idle_minutes,      ///< without a pulse, then the pump stops; 0: off
  stop_delay_s,      ///< so long the relay stays closed after a stop swipe
  run_hours,         ///< longest run
  locked_out,        ///< 1: an order has stopped it, and nobody starts it until it is 0 again
  reserve_fen,       ///< of the balance, that a watering does not touch
  current_ratio,     ///< transformers of the energy
  voltage_ratio,
  settlement_day,    ///< 1..28
  settlement_hour,
};
inline constexpr std::size_t pump_parameter_count = static_cast<std::size_t>(PumpParameter::settlement_hour) + 1;

struct PumpParameterRow {
  PumpParameter parameter{};
  std::uint32_t as_made = 0, least = 0, most = 0;
};
std::span<const PumpParameterRow> pump_parameters();

class PumpParameters {
 public:
  PumpParameters();
  std::uint32_t of(PumpParameter parameter) const { return values_[static_cast<std::size_t>(parameter)]; }
  /// False, and nothing changed: out of the row's range.
  bool set(PumpParameter parameter, std::uint32_t value);
  friend bool operator==(const PumpParameters&, const PumpParameters&) = default;

 private:
  std::array<std::uint32_t, pump_parameter_count> values_{};
};

/// What a watering is charged by.
enum class ChargeBasis : std::uint8_t { energy = 1, time = 2, volume = 3, energy_and_volume = 4 };
constexpr bool charges(ChargeBasis basis, pump::Quantity quantity) {
  switch (quantity) {
    case pump::Quantity::energy: return basis == ChargeBasis::energy || basis == ChargeBasis::energy_and_volume;
    case pump::Quantity::time: return basis == ChargeBasis::time;
    case pump::Quantity::volume: break;
  }
  return basis == ChargeBasis::volume || basis == ChargeBasis::energy_and_volume;
}

/// Prices of energy by the time of day, or the one price of time or water. Set 0: there are none.
struct PriceTable {
  static constexpr std::size_t rates_max = 4;
  std::uint8_t set = 0;
  ClockTime from{};
  ChargeBasis basis = ChargeBasis::energy;
  std::array<MeterPrice, rates_max> energy{};
  MeterPrice other;  ///< of an hour, or of a cubic metre
  Schedule::Table periods{};
  MeterPrice price(pump::Quantity quantity, ClockTime at) const;
  friend bool operator==(const PriceTable&, const PriceTable&) = default;
};
/// Set, basis and periods are good, and no price has more digits than a record.
bool in_order(const PriceTable& table);

struct Prices {
  PriceTable current, next;
  friend bool operator==(const Prices&, const Prices&) = default;
};

inline constexpr std::size_t price_table_size = 1 + 4 + 1 + 5 * 4 + 3 * Schedule::periods_max;
using PumpParameterSlots = TwinSlots<PumpParameters, 4 * pump_parameter_count, 0x4B51>;  // "KQ"
using PriceSlots = TwinSlots<Prices, 2 * price_table_size, 0x4B54>;                       // "KT"

PumpParameterSlots::Image encode(const PumpParameters& parameters);
std::optional<PumpParameters> decode_pump_parameters(const PumpParameterSlots::Image& image);
PriceSlots::Image encode(const Prices& prices);
void decode(const PriceSlots::Image& image, Prices& prices);

}  // namespace kwota::meter
