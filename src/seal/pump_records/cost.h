// What a watering costs: prices of 10^-4 major units a kWh, an hour or a cubic metre, quantities in whole Wh, seconds or tenths of a
// cubic metre (irrigation.md 12). Every sum is exact; only the amount is rounded, once, down to the minor unit.
// Begin with Cost::add() and Cost::amount().
#pragma once
#include <optional>

#include "base/core/core.h"

namespace kwota::pump {

enum class Quantity : std::uint8_t { energy, time, volume };  ///< Wh; s; 0.1 m³

/// So many of the quantity are what the price is for: Wh a kWh, seconds an hour, tenths a cubic metre.
constexpr std::int64_t per(Quantity quantity) {
  switch (quantity) {
    case Quantity::energy: return 1'000;
    case Quantity::time: return 3'600;
    case Quantity::volume: break;
  }
  return 10;
}

/// A sum of prices times quantities. No price and no minute of it is rounded.
class Cost {
 public:
  /// One minor unit; the smallest whole number of which every price of every quantity is a whole part.
  static constexpr std::int64_t parts = 1'800'000;

  constexpr Cost() = default;
  static constexpr Cost of(Money money) { return Cost{money.minor() * parts}; }
  static constexpr Cost from_parts(std::int64_t value) { return Cost{value}; }
  constexpr std::int64_t value() const { return value_; }

  /// Neither is negative. A sum that has no room is more than any balance and stays so.
  void add(Quantity quantity, MeterPrice price, std::int64_t amount);
  /// Whole minor units, rounded down, and never more than what is on the card.
  Money amount(Money balance) const;
  friend constexpr auto operator<=>(Cost, Cost) = default;

 private:
  explicit constexpr Cost(std::int64_t value) : value_(value) {}
  std::int64_t value_ = 0;
};

/// The greatest whole quantity whose exact cost balance less reserve still pays: the pump stops after it. Nothing: a price of
/// zero never stops it.
std::optional<std::int64_t> greatest_quantity(Quantity quantity, MeterPrice price, Money balance, Money reserve);

}  // namespace kwota::pump
