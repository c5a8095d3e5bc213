// Money inside the meter: whole numbers of 10^-5 minor units, so that a price times a watt-hour is exact.
// A price of 10^-4 major units a kWh times 1 Wh is 10^-7 major units; with two minor digits that is 10^-5 minor units.
// So this meter serves currencies with two minor digits (CNY, RUB, EUR ...); another one needs another unit here. [K]
#pragma once
#include "base/core/core.h"

namespace kwota::meter {

/// Range: |e5| <= 9*10^18, that is 9*10^13 minor units.
class ExactMoney {
 public:
  static constexpr std::int64_t parts = 100'000;  ///< in one minor unit

  constexpr ExactMoney() = default;
  static constexpr ExactMoney e5(std::int64_t n) { return ExactMoney{n}; }
  static constexpr ExactMoney of(Money money) { return ExactMoney{money.minor() * parts}; }

  constexpr std::int64_t e5() const { return e5_; }
  constexpr bool is_positive() const { return e5_ > 0; }
  constexpr ExactMoney operator-() const { return ExactMoney{-e5_}; }
  /// Whole minor units toward zero: what a display and a card may show of it.
  constexpr Money whole() const { return Money::minor(e5_ / parts); }

  constexpr ExactMoney& operator+=(ExactMoney other) {
    e5_ += other.e5_;
    return *this;
  }
  constexpr ExactMoney& operator-=(ExactMoney other) {
    e5_ -= other.e5_;
    return *this;
  }
  friend constexpr ExactMoney operator+(ExactMoney a, ExactMoney b) { return ExactMoney{a.e5_ + b.e5_}; }
  friend constexpr ExactMoney operator-(ExactMoney a, ExactMoney b) { return ExactMoney{a.e5_ - b.e5_}; }
  friend constexpr auto operator<=>(ExactMoney, ExactMoney) = default;

 private:
  explicit constexpr ExactMoney(std::int64_t n) : e5_(n) {}
  std::int64_t e5_ = 0;
};

/// Exact: no rounding anywhere between the pulse and the register.
constexpr ExactMoney cost(MeterPrice price, Energy energy) { return ExactMoney::e5(price.e4() * energy.wh()); }

}  // namespace kwota::meter
