// Numbers that name things. Each is its own type: a card's serial is not a meter's number.
#pragma once
#include <array>
#include <compare>
#include <cstdint>

namespace kwota {

/// Twelve decimal digits, six bytes of packed BCD on cards and wires (cards.md 5.1: meter number6, customer number6).
template <class Tag>
class TwelveDigits {
 public:
  static constexpr std::uint64_t limit = 1'000'000'000'000;

  constexpr TwelveDigits() = default;
  /// The caller has checked that value < limit; text is parsed by base/ids_text.h.
  static constexpr TwelveDigits from(std::uint64_t value) { return TwelveDigits{value % limit}; }

  constexpr std::uint64_t value() const { return value_; }
  constexpr bool is_zero() const { return value_ == 0; }
  friend constexpr auto operator<=>(TwelveDigits, TwelveDigits) = default;

 private:
  explicit constexpr TwelveDigits(std::uint64_t value) : value_(value) {}
  std::uint64_t value_ = 0;
};

struct MeterTag;
struct CustomerTag;
using MeterNumber = TwelveDigits<MeterTag>;
using CustomerNumber = TwelveDigits<CustomerTag>;

/// The eight bytes at the end of a card's ATR historical bytes: its name and its diversification factor (cards.md 5.1).
struct CardSerial {
  std::array<std::uint8_t, 8> bytes{};
  friend constexpr auto operator<=>(const CardSerial&, const CardSerial&) = default;
  constexpr bool is_zero() const {
    for (auto b : bytes)
      if (b != 0) return false;
    return true;
  }
};

/// Position of a credit instruction in a meter's life, without gaps: the purchase count. The meter applies n only after n-1.
class SequenceNumber {
 public:
  constexpr SequenceNumber() = default;
  explicit constexpr SequenceNumber(std::uint32_t n) : n_(n) {}
  constexpr std::uint32_t value() const { return n_; }
  constexpr SequenceNumber next() const { return SequenceNumber{n_ + 1}; }
  friend constexpr auto operator<=>(SequenceNumber, SequenceNumber) = default;

 private:
  std::uint32_t n_ = 0;
};

}  // namespace kwota
