// In what credit is counted: what a customer buys and a meter counts down. Credit says its unit with its amount; amounts of two
// units never add up – whoever adds them has made a mistake that stops the program where it stands.
// Money is credit too (its unit is money), so it becomes credit by itself; credit becomes money only where its unit says so.
#pragma once
#include <array>
#include <compare>
#include <cstdint>
#include <string_view>

#include "base/core/energy.h"
#include "base/core/money.h"

namespace kwota {

enum class Unit : std::uint8_t {
  money,   ///< minor units of the currency: the device charges by prices of its own
  energy,  ///< Wh
  volume,  ///< litres
};
constexpr auto words_of(Unit) { return std::array<std::string_view, 3>{"money", "energy", "volume"}; }

/// A device counts hundredths of what people name – of the currency, of a kWh, of a cubic metre: so many of the unit are one of its own.
constexpr std::int64_t counted_as_one(Unit unit) { return unit == Unit::money ? 1 : 10; }

/// So much of one unit. Nothing is the same nothing in every unit.
class Credit {
 public:
  constexpr Credit() = default;
  constexpr Credit(Money money) : amount_(money.minor()) {}
  static constexpr Credit of(Unit unit, std::int64_t amount) { return Credit{unit, amount}; }
  /// What a device counts as `counted` hundredths.
  static constexpr Credit from_device(Unit unit, Money counted) { return Credit{unit, counted.minor() * counted_as_one(unit)}; }

  constexpr Unit unit() const { return unit_; }
  constexpr std::int64_t amount() const { return amount_; }
  constexpr bool is_zero() const { return amount_ == 0; }
  constexpr bool is_negative() const { return amount_ < 0; }
  constexpr bool is_money() const { return is_zero() || unit_ == Unit::money; }
  /// Of credit that is_money().
  constexpr Money money() const { return Money::minor(must(is_money()) ? amount_ : 0); }
  /// In hundredths, as a device counts it; of sold credit nothing is lost, for schemes sell in steps of these (scheme::Scheme::step).
  constexpr Money for_device() const { return Money::minor(amount_ / counted_as_one(unit_)); }
  constexpr bool adds_up_with(Credit other) const { return unit_ == other.unit_ || is_zero() || other.is_zero(); }

  constexpr Credit operator-() const { return Credit{unit_, -amount_}; }
  constexpr Credit& operator+=(Credit other) {
    must(adds_up_with(other));
    if (is_zero()) unit_ = other.is_zero() ? unit_ : other.unit_;
    amount_ += other.amount_;
    return *this;
  }
  constexpr Credit& operator-=(Credit other) { return *this += -other; }
  friend constexpr Credit operator+(Credit a, Credit b) { return a += b; }
  friend constexpr Credit operator-(Credit a, Credit b) { return a -= b; }
  friend constexpr bool operator==(Credit a, Credit b) { return a.adds_up_with(b) && a.amount_ == b.amount_; }
  friend constexpr std::strong_ordering operator<=>(Credit a, Credit b) {
    must(a.adds_up_with(b));
    return a.amount_ <=> b.amount_;
  }

 private:
  constexpr Credit(Unit unit, std::int64_t amount) : unit_(unit), amount_(amount) {}
  static constexpr bool must(bool holds) {
    if (!holds) __builtin_trap();
    return holds;
  }
  Unit unit_ = Unit::money;
  std::int64_t amount_ = 0;
};

}  // namespace kwota
