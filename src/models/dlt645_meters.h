// What meters with a line of DL/T 645 have in common: the names of the protocol's editions, what such a meter tells, and which bits
// and counters of it somebody must look at. A model takes what is true of it. Facts: meters.md 2.1, 2.4, 2.5.
#pragma once
#include "models/model.h"

namespace kwota::models::dlt645_meters {

inline constexpr std::string_view edition_2007 = "dlt645-2007", edition_1997 = "dlt645-1997";

inline constexpr devices::Quantity one_rate[] = {devices::Quantity::energy, devices::Quantity::settled, devices::Quantity::money,
                                                 devices::Quantity::states, devices::Quantity::event_counts, devices::Quantity::network, devices::Quantity::clock};
inline constexpr devices::Quantity four_rates[] = {devices::Quantity::energy_by_rate, devices::Quantity::settled, devices::Quantity::money,
                                                   devices::Quantity::states, devices::Quantity::event_counts, devices::Quantity::network, devices::Quantity::clock};
/// All that the standard has; what a meter has not is absent.
inline constexpr devices::Quantity everything[] = {devices::Quantity::energy_by_rate, devices::Quantity::exported, devices::Quantity::settled,
                                                   devices::Quantity::money, devices::Quantity::states, devices::Quantity::event_counts,
                                                   devices::Quantity::network, devices::Quantity::clock};
inline constexpr devices::Quantity plain_1997[] = {devices::Quantity::energy, devices::Quantity::clock};

/// meters.md 2.1: 1 to 62 midnights back.
inline constexpr unsigned freezes_days = 62;

inline constexpr devices::Bit relay_open{3, 4}, relay_ordered_open{3, 6};

// What is an ordinary state - overdraft, tariff set, power protect - is no finding.
inline constexpr devices::StateFinding standard_findings[] = {
    {{1, 2}, "clock_battery_low"},    {{1, 3}, "reading_battery_low"}, {{1, 4}, "reverse_flow", "ABC"}, {{1, 8}, "control_loop_fault"},
    {{1, 9}, "module_fault"},         {{1, 12}, "program_fault"},      {{1, 13}, "memory_fault"},       {{1, 15}, "clock_fault"},
    {{2, 0}, "reverse_flow", "A"},    {{2, 1}, "reverse_flow", "B"},   {{2, 2}, "reverse_flow", "C"},   {{4, 0}, "voltage_lost", "A"},
    {{4, 3}, "current_lost", "A"},    {{4, 5}, "overload", "A"},       {{4, 6}, "reverse_flow", "A"},   {{4, 7}, "phase_broken", "A"},
    {{5, 0}, "voltage_lost", "B"},    {{5, 3}, "current_lost", "B"},   {{5, 5}, "overload", "B"},       {{5, 6}, "reverse_flow", "B"},
    {{5, 7}, "phase_broken", "B"},    {{6, 0}, "voltage_lost", "C"},   {{6, 3}, "current_lost", "C"},   {{6, 5}, "overload", "C"},
    {{6, 6}, "reverse_flow", "C"},    {{6, 7}, "phase_broken", "C"},   {{7, 0}, "phase_sequence_wrong"}, {{7, 4}, "auxiliary_supply_lost"},
};
// Makers differ in word 1 (meters.md 2.5): these have no battery that is told, and no direction there.
inline constexpr devices::StateFinding single_phase_findings[] = {
    {{1, 8}, "control_loop_fault"}, {{1, 9}, "module_fault"},      {{1, 12}, "program_fault"},     {{1, 13}, "memory_fault"},
    {{1, 15}, "clock_fault"},       {{2, 0}, "reverse_flow", "A"}, {{4, 6}, "reverse_flow", "A"},
};

inline constexpr std::string_view looked_at[] = {"illegal_insertions", "cover_opened", "terminal_cover_opened", "magnetic_field", "meter_cleared"};
inline constexpr std::string_view recorded[] = {"trips",          "closings",            "cover_opened",  "terminal_cover_opened",
                                                "magnetic_field", "illegal_insertions",  "abnormal_insertions", "meter_cleared",
                                                "programmed",     "clock_set",           "power_off",     "load_trips"};

/// A meter of one rate has no list of holidays.
inline constexpr std::string_view without_holidays[] = {"friendly_holidays"};

constexpr devices::Facts facts(std::span<const devices::StateFinding> findings, std::span<const std::string_view> lacks = {}) {
  return {.protocol = edition_2007, .relay_open = relay_open, .relay_ordered_open = relay_ordered_open, .findings = findings, .looked_at = looked_at,
          .recorded = recorded, .lacks = lacks};
}

}  // namespace kwota::models::dlt645_meters
