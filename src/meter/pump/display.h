// What a pump shows: the pages that its display turns through, and the one at the moment of a swipe. Values only; the glass (or the bench)
// gives them words. Begin with PumpPage.
#pragma once
#include "meter/pump/session.h"

namespace kwota::meter {

enum class PumpPage : std::uint8_t {
  balance,         ///< of the card that waters, counted down
  money,           ///< of this watering, and the three after it
  energy,
  water,
  duration,
  remaining,       ///< of the balance without the reserve
  price,
  total,           ///< of the well
  clock,
  hung,            ///< so many of twenty
  last_stop,       ///< why the last watering ended, as its record says it (pump::Cause); 0: nobody has watered yet
  error,           ///< class of the last refusal; 0: none
  watering_card,   ///< the last four digits of the card that waters, and since when
  watering_since,
  tool_answer,     ///< what the last tool card was told; 0: done
};
std::span<const PumpPage> pump_pages();

enum class PumpUnit : std::uint8_t { none, money, price, kwh, cubic_metre, hour_minute, moment };
/// value / 10^decimals in `unit`; a moment is YYMMDDhhmm as a number, a duration hhmm.
struct PumpShown {
  std::int64_t value = 0;
  std::uint8_t decimals = 0;
  PumpUnit unit = PumpUnit::none;
  friend bool operator==(const PumpShown&, const PumpShown&) = default;
};
/// Money as it would be taken now.
PumpShown shown(Pump& pump, PumpPage page);

/// On: the relay is closed. Blinking: it stopped because nothing flowed.
enum class PumpLamp : std::uint8_t { off, on, blinking };
PumpLamp lamp(Pump& pump);

}  // namespace kwota::meter
