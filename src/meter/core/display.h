// What a meter shows: the pages its display turns through, the relay lamp and the buzzer. Values only; the glass (or the
// bench) gives them words.
#pragma once
#include "meter/core/meter.h"

namespace kwota::meter {

enum class Unit : std::uint8_t { none, money, money_per_kwh, kwh, moment };

/// value / 10^decimals in `unit`; a moment is YYMMDDhhmm as a number.
struct Shown {
  std::int64_t value = 0;
  std::uint8_t decimals = 0;
  Unit unit = Unit::none;
  friend bool operator==(const Shown&, const Shown&) = default;
};

/// Money and energy are rounded toward zero: a display never shows more than there is.
Shown shown(const Meter& meter, Page page);

/// Off: the load is fed. On: disconnected. Blinking: disconnected, and the customer's gesture would close it.
enum class Lamp : std::uint8_t { off, on, blinking };
Lamp relay_lamp(const Meter& meter);

/// Sounds while the line or load control warns, and while alarm 2, zero or the overdraft limit keeps the load off.
bool buzzer(const Meter& meter);

}  // namespace kwota::meter
