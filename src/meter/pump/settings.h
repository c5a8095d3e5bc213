// What is set of a pump: its parameters, by the table of base/core/pump_settings.h, and its prices, a table that counts from a moment on. Both are records of
// their own in its memory. Facts: irrigation.md 1, 5, 9. Begin with PumpParameters and PriceTable.
#pragma once
#include "base/core/pump_settings.h"
#include "meter/parts/schedule.h"
#include "seal/pump_records/cost.h"

namespace kwota::meter {

using kwota::ChargeBasis;
using kwota::pump_parameter_count;
using kwota::PumpParameter;

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
  static constexpr std::size_t rates_max = pump_rate::last_of_energy;
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
