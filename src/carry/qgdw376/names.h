// What the bytes of a concentrator's frame are called: application functions, data units, and what stands behind the units. For people
// and logs; no decision is made by a name. Facts: Q/GDW 376.1-2009 clause 5; meters.md 12. Begin with name_of_afn() and tail_of().
#pragma once
#include "base/time.h"
#include "carry/qgdw376/messages.h"

namespace kwota::qgdw376 {

/// "link", "data transfer" …; empty: reserved.
std::string_view name_of_afn(std::uint8_t afn);
/// "login", "purchase data" …; empty: it has none here.
std::string_view name_of_function(std::uint8_t afn, std::uint16_t fn);

/// What one data unit is about: several points and functions at once where its masks have several bits.
struct UnitMarks {
  std::vector<std::uint16_t> points, fns;  ///< points: 0 is the terminal itself
  bool every_point = false;
};
/// Nothing: there are fewer than four bytes.
std::optional<UnitMarks> marks_of(ByteView data);
/// All units of a question, which is nothing but units; of any other frame the first.
std::vector<UnitMarks> all_marks_of(const Frame& frame);

/// When a frame was sent, and how long it is good.
struct TimeTag {
  std::uint8_t counter = 0;
  unsigned day = 0, hour = 0, minute = 0, second = 0;
  std::uint8_t minutes = 0;  ///< 0: for ever
};
/// What stands behind the data units.
struct Tail {
  Bytes password;                                                  ///< 16, or none
  std::optional<std::pair<std::uint8_t, std::uint8_t>> events{};   ///< counters: important, ordinary
  std::optional<TimeTag> tag{};                                    ///< nothing: none, or no moment
};
/// Of a frame whose AUX has as many bytes as it must (decode() gives no other).
Tail tail_of(const Frame& frame);

}  // namespace kwota::qgdw376
