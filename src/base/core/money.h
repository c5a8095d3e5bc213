// Money as a whole number of minor units (fen, cent, kopeck). The currency belongs to the books (a utility has
// one), to the price plan and to the station, never to a single amount; adding two currencies cannot happen
// because a sale in another currency is refused at the door (`currency_mismatch`).
#pragma once
#include <compare>
#include <cstdint>

namespace kwota {

#ifdef __SIZEOF_INT128__
/// Room for products of two 64-bit numbers: sums are made exactly, then divided with a said rounding.
/// The counter's machines have it; a meter's processor does not, and needs none: its unit makes products exact.
__extension__ typedef __int128 Wide;
#endif

/// How an exact fraction becomes a whole number. Rounding is always said, never implied.
enum class Round : std::uint8_t {
  half_up,    ///< nearest, ties away from zero
  half_even,  ///< nearest, ties to the even number
  down,       ///< toward zero
  up,         ///< away from zero
};

/// An amount of money in minor units of the books' currency. Range: |minor| <= 10^15.
class Money {
 public:
  constexpr Money() = default;
  static constexpr Money minor(std::int64_t units) { return Money{units}; }

  constexpr std::int64_t minor() const { return minor_; }
  constexpr bool is_zero() const { return minor_ == 0; }
  constexpr bool is_negative() const { return minor_ < 0; }

  constexpr Money operator-() const { return Money{-minor_}; }
  constexpr Money& operator+=(Money other) { minor_ += other.minor_; return *this; }
  constexpr Money& operator-=(Money other) { minor_ -= other.minor_; return *this; }
  friend constexpr Money operator+(Money a, Money b) { return Money{a.minor_ + b.minor_}; }
  friend constexpr Money operator-(Money a, Money b) { return Money{a.minor_ - b.minor_}; }
  friend constexpr auto operator<=>(Money, Money) = default;

 private:
  explicit constexpr Money(std::int64_t units) : minor_(units) {}
  std::int64_t minor_ = 0;
};

/// The largest amount that any row, card or message may carry, in minor units.
inline constexpr std::int64_t money_minor_max = 1'000'000'000'000'000;

namespace literals {
constexpr Money operator""_fen(unsigned long long n) { return Money::minor(static_cast<std::int64_t>(n)); }
}  // namespace literals

}  // namespace kwota
