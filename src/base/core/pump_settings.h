// What is set of an irrigation pump and what it charges, by the numbers that its tool cards, its line and its memory have for them (irrigation.md 1, 5, 9):
// whoever sells orders it, and the pump obeys, without either knowing the other.   Begin with PumpParameter.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

namespace kwota {

/// On a card and on the line its number is the place plus one (04 FA 05 nn).
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
constexpr auto words_of(PumpParameter) {
  return std::array<std::string_view, 9>{"idle_minutes",  "stop_delay_s",  "run_hours",      "locked_out",     "reserve_fen",
                                         "current_ratio", "voltage_ratio", "settlement_day", "settlement_hour"};
}
inline constexpr std::size_t pump_parameter_count = words_of(PumpParameter{}).size();
static_assert(pump_parameter_count == static_cast<std::size_t>(PumpParameter::settlement_hour) + 1);

/// Between which values a pump takes a parameter, both among them, and what it has as it was made. In the unit that the parameter's name says.
struct PumpParameterRow {
  PumpParameter parameter{};
  std::uint32_t as_made = 0, least = 0, most = 0;
};
/// In the order of their numbers. The console's form has these ranges from here (web/api_types.mjs): one row a line.
inline constexpr std::array<PumpParameterRow, pump_parameter_count> pump_parameters{{
    {PumpParameter::idle_minutes, 5, 0, 99},
    {PumpParameter::stop_delay_s, 10, 0, 120},
    {PumpParameter::run_hours, 24, 1, 99},
    {PumpParameter::locked_out, 0, 0, 1},
    {PumpParameter::reserve_fen, 0, 0, 999'999},
    {PumpParameter::current_ratio, 1, 1, 9'999},
    {PumpParameter::voltage_ratio, 1, 1, 9'999},
    {PumpParameter::settlement_day, 1, 1, 28},
    {PumpParameter::settlement_hour, 0, 0, 23},
}};

/// What a watering is charged by.
enum class ChargeBasis : std::uint8_t { energy = 1, time = 2, volume = 3, energy_and_volume = 4 };
constexpr bool charges_energy(ChargeBasis basis) { return basis == ChargeBasis::energy || basis == ChargeBasis::energy_and_volume; }
/// An hour, or a cubic metre: of both there is one price.
constexpr bool charges_other(ChargeBasis basis) { return basis != ChargeBasis::energy; }
/// Nothing: no basis has that number.
constexpr std::optional<ChargeBasis> basis_numbered(std::int64_t number) {
  const bool there = number >= static_cast<std::int64_t>(ChargeBasis::energy) && number <= static_cast<std::int64_t>(ChargeBasis::energy_and_volume);
  return there ? std::optional(static_cast<ChargeBasis>(number)) : std::nullopt;
}

/// Prices of a table by their numbers: rates of energy by the time of day from the first to the last, then that of an hour or a cubic metre.
namespace pump_rate {
inline constexpr int first = 1, last_of_energy = 4, other = 5;
}

}  // namespace kwota
