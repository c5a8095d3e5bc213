// Energy in watt-hours, power in watts, volume in litres: whole numbers, each its own type.
#pragma once
#include <compare>
#include <cstdint>

namespace kwota {

/// An amount of active energy. Resolution 1 Wh.
class Energy {
 public:
  constexpr Energy() = default;
  static constexpr Energy wh(std::int64_t n) { return Energy{n}; }
  static constexpr Energy kwh(std::int64_t n) { return Energy{n * 1000}; }

  constexpr std::int64_t wh() const { return wh_; }
  constexpr bool is_zero() const { return wh_ == 0; }

  constexpr Energy& operator+=(Energy other) { wh_ += other.wh_; return *this; }
  constexpr Energy& operator-=(Energy other) { wh_ -= other.wh_; return *this; }
  friend constexpr Energy operator+(Energy a, Energy b) { return Energy{a.wh_ + b.wh_}; }
  friend constexpr Energy operator-(Energy a, Energy b) { return Energy{a.wh_ - b.wh_}; }
  friend constexpr auto operator<=>(Energy, Energy) = default;

 private:
  explicit constexpr Energy(std::int64_t n) : wh_(n) {}
  std::int64_t wh_ = 0;
};

/// Active power, 1 W.
class Power {
 public:
  constexpr Power() = default;
  static constexpr Power watts(std::int64_t n) { return Power{n}; }
  constexpr std::int64_t watts() const { return watts_; }
  friend constexpr auto operator<=>(Power, Power) = default;

 private:
  explicit constexpr Power(std::int64_t n) : watts_(n) {}
  std::int64_t watts_ = 0;
};

/// Volume of water or gas, 1 litre.
class Volume {
 public:
  constexpr Volume() = default;
  static constexpr Volume litres(std::int64_t n) { return Volume{n}; }
  constexpr std::int64_t litres() const { return litres_; }

  constexpr Volume& operator+=(Volume other) { litres_ += other.litres_; return *this; }
  friend constexpr Volume operator+(Volume a, Volume b) { return Volume{a.litres_ + b.litres_}; }
  friend constexpr auto operator<=>(Volume, Volume) = default;

 private:
  explicit constexpr Volume(std::int64_t n) : litres_(n) {}
  std::int64_t litres_ = 0;
};

/// Price of energy as meters of the State Grid kind hold it: NNNN.NNNN major units a kWh (DL/T 645-2007, prices).
/// One unit is 10^-4 major units (0.0001 CNY/kWh).
class MeterPrice {
 public:
  constexpr MeterPrice() = default;
  static constexpr MeterPrice e4(std::int64_t n) { return MeterPrice{n}; }
  /// Of an account that is not in money: one of the unit for each that is used.
  static constexpr MeterPrice one() { return MeterPrice{10'000}; }
  constexpr std::int64_t e4() const { return e4_; }
  friend constexpr MeterPrice operator+(MeterPrice a, MeterPrice b) { return MeterPrice{a.e4_ + b.e4_}; }
  friend constexpr auto operator<=>(MeterPrice, MeterPrice) = default;

 private:
  explicit constexpr MeterPrice(std::int64_t n) : e4_(n) {}
  std::int64_t e4_ = 0;
};

namespace literals {
constexpr Energy operator""_kWh(unsigned long long n) { return Energy::kwh(static_cast<std::int64_t>(n)); }
constexpr Energy operator""_Wh(unsigned long long n) { return Energy::wh(static_cast<std::int64_t>(n)); }
constexpr Power operator""_W(unsigned long long n) { return Power::watts(static_cast<std::int64_t>(n)); }
}  // namespace literals

}  // namespace kwota
