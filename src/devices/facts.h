// What is true of a kind of device, in the field's own terms: what it tells, which of it somebody must look at, what it lacks. A model
// declares it (models/); whoever sells or collects is handed it and knows neither models nor lines. No bytes, no protocol, no heap:
// firmware has it too.   Begin with Facts.
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

namespace kwota::devices {

/// What a device may tell over its line.
enum class Quantity : std::uint8_t {
  energy,          ///< imported, the total
  energy_by_rate,  ///< the total and its rates
  exported,
  settled,       ///< the total at the end of the last settlement
  money,         ///< remaining, overdraft, count of purchases
  states,        ///< status words
  event_counts,  ///< how often something happened
  network,       ///< voltage, current, power, power factor, frequency
  clock,
};

/// A bit of a status word; word 0: there is none.
struct Bit {
  std::uint8_t word = 0, bit = 0;  ///< words from 1, bits 0..15
  friend constexpr bool operator==(Bit, Bit) = default;
};

/// A bit that somebody must look at.
struct StateFinding {
  Bit at{};
  std::string_view code{};   ///< stable
  std::string_view phase{};  ///< A, B, C; empty: of the whole device
};

struct Facts {
  std::string_view protocol{};  ///< of its line, as links name it; empty: it has none
  bool holds_credit = true;        ///< it keeps an account of its own and counts it down
  bool serves_the_office = true;   ///< it feeds without an account of its own, and leaves money to whoever reads it
  bool takes_cards = true;      ///< it has a slot, and the keys to tell whose card it is
  Bit relay_open{}, relay_ordered_open{};  ///< what the contactor itself says, and what was ordered
  std::span<const StateFinding> findings{};
  std::span<const std::string_view> looked_at{};  ///< counters by name: when one rises somebody must look
  std::span<const std::string_view> recorded{};   ///< events by their counter's name: it keeps when they were
  std::span<const std::string_view> lacks{};      ///< parameters by name (parameters.h)
  std::uint8_t circuits = 0;                      ///< that it measures each by itself; 0: it is one meter
  std::uint8_t phases = 1;                        ///< of it, or of each of its circuits
  std::uint32_t largest_watts = 0;                ///< that may flow through it, by its plate; 0: nobody knows
};

/// By the model's name, as the registers of the office have it; of a name that nobody knows what any other device has.
using FactsOf = const Facts& (*)(std::string_view model);
inline const Facts& nothing_known(std::string_view) {
  static constexpr Facts none{};
  return none;
}

/// What a program knows of devices: handed in where it is put together (carry/lines/all.h); a test hands in its own.
struct Known {
  FactsOf facts_of = nothing_known;
  std::span<const std::string_view> protocols{};  ///< of lines, by the names that links bear
};

}  // namespace kwota::devices
