// What a meter's line must not forget beside the account: address, passwords, speed, failures that lead to a suspension, frozen
// values. A record of its own, in two slots like the account's (meter/parts/slots.h); no money is in it.
// Begin with Settings.
#pragma once
#include "meter/parts/calendar.h"
#include "meter/parts/slots.h"

namespace kwota::meter_line {

using meter::ClockTime;

/// Wrong attempts within a day.
struct Attempts {
  std::uint8_t count = 0;
  ClockTime since{};
  friend bool operator==(const Attempts&, const Attempts&) = default;
};

struct Frozen {
  ClockTime at{};  ///< zero: never
  Energy energy;
  friend bool operator==(const Frozen&, const Frozen&) = default;
};

struct Settings {
  static constexpr std::size_t levels = 10, frozen_max = 3;
  using Password = std::array<std::uint8_t, 3>;

  std::array<std::uint8_t, 6> address{};     ///< lowest byte first; as made: the meter's number
  std::array<Password, levels> passwords{};  ///< of the levels 0 (highest) to 9; as made: 00 00 00
  std::uint8_t speed = 0x08;                 ///< one bit of Z1 (meters.md 1.2); as made: 2400 baud
  std::uint16_t session_minutes = 5;         ///< how long an authentication is good
  Attempts mac_failures, wrong_passwords;
  std::uint16_t broadcast_day = 0;          ///< day number (since 2000) of the last time broadcast that was taken, plus 1
  std::array<Frozen, frozen_max> frozen{};  ///< newest first
  friend bool operator==(const Settings&, const Settings&) = default;
};

inline constexpr std::size_t settings_size = 6 + 30 + 1 + 2 + 2 * 5 + 2 + 3 * 12;
using SettingsSlots = meter::TwinSlots<Settings, settings_size, 0x4B4C>;  // "KL"

SettingsSlots::Image encode(const Settings& settings);
/// Nothing when the speed is none, or the address no BCD.
std::optional<Settings> decode_settings(const SettingsSlots::Image& image);

/// Baud of one bit of Z1; nothing when it is none that this line has.
std::optional<unsigned> baud_of(std::uint8_t speed);

}  // namespace kwota::meter_line
