// What two persons said of this machine's clock. Register: ClockCorrection.   How it is used: people/clock.h
#pragma once
#include <array>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/time.h"

namespace kwota::books {

/// How many persons have to look at date and time before anything is sold.
enum class ClockDoubt : std::uint8_t { none, one_person, two_persons };
constexpr std::string_view name_of(ClockDoubt doubt) {
  constexpr std::array<std::string_view, 3> names{"none", "one_person", "two_persons"};
  return names[static_cast<std::size_t>(doubt)];
}

/// The clock was wrong: what it showed from `wrong_from` to `wrong_to` was later than the time that it was. Rows of that span stay as they are
/// written; no later row is refused because its time is before theirs.
struct ClockCorrection {
  static constexpr auto table = "clock_correction";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 2> people{"first", "second"};
  static constexpr bool held_by_writer = true;
  std::int64_t number = 0;
  Instant wrong_from, wrong_to;  ///< as the clock showed it
  Instant recorded;              ///< when the clock was right again
  std::string first, second, reason;
  template <class V> static void columns(V&& v) {
    v("number", &ClockCorrection::number); v("wrong_from", &ClockCorrection::wrong_from); v("wrong_to", &ClockCorrection::wrong_to);
    v("recorded", &ClockCorrection::recorded); v("first", &ClockCorrection::first); v("second", &ClockCorrection::second);
    v("reason", &ClockCorrection::reason);
  }
  bool covers(Instant shown) const { return wrong_from <= shown && shown <= wrong_to; }
};

}  // namespace kwota::books
