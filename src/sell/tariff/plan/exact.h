// An exact fraction of minor units (or of a count): what a line is worth before it is rounded (tariffs, arithmetic: a line is
// rounded once, from the exact rational). An overflow of 128 bits never wraps: it sticks to the value and to everything
// made from it, and comes out as `overflow` where the value is rounded. Begin with Exact::round().
#pragma once
#include <optional>
#include <string>

#include "base/core/money.h"

namespace kwota::tariff {

class Exact {
 public:
  constexpr Exact() = default;
  constexpr Exact(Wide whole) : num_(whole) {}  // NOLINT: a whole number is a fraction
  /// `denominator` > 0.
  static Exact fraction(Wide numerator, Wide denominator);

  friend Exact operator+(const Exact& a, const Exact& b);
  friend Exact operator-(const Exact& a, const Exact& b);
  friend Exact operator*(const Exact& a, const Exact& b);
  /// `b` is not zero.
  friend Exact operator/(const Exact& a, const Exact& b);
  Exact& operator+=(const Exact& other) { return *this = *this + other; }

  bool overflowed() const { return den_ == 0; }
  bool is_zero() const { return num_ == 0 && den_ != 0; }
  /// -1, 0, 1. Not for overflowed values.
  int sign() const { return num_ < 0 ? -1 : num_ > 0 ? 1 : 0; }

  /// The whole number; nothing on overflow or when it is larger than `limit`.
  std::optional<std::int64_t> round(Round rule, std::int64_t limit = money_minor_max) const;
  /// Largest whole number that is not above; nothing on overflow.
  std::optional<std::int64_t> floor() const;
  /// The shortest decimal of value / 10^scale, "15/29" (reduced) when no decimal ends.
  std::string shortest(int scale = 0) const;

 private:
  static Exact overflow();
  Exact reduced() const;
  Wide num_ = 0;
  Wide den_ = 1;  ///< 0: overflowed
};

/// 10^exponent, exponent 0..37.
Wide power_of_ten(int exponent);

}  // namespace kwota::tariff
