// Reading days and their review: on which day of the month whose registers are taken, what stands for each meter on that day, and how it came to stand.
// Guarantees: a reading itself is never changed – what a person typed, a line read or a card brought stays as it came; what changes is the
// state of the day's reading, each change a step with operator and reason. No row here moves money.
// Registers: ReadingRoute, TypedReading, ReviewedReading, ReviewStep.   How they are used: docs/collection.md.   Begin with ReviewedReading.
#pragma once
#include <array>
#include <optional>
#include <string>
#include <string_view>

#include "base/core/core.h"
#include "base/time.h"
#include "base/words.h"
#include "books/listed.h"
#include "books/table.h"

namespace kwota::books {

enum class ReadingRouteStatus : std::uint8_t {
  active,
  stopped,
};
constexpr auto words_of(ReadingRouteStatus) { return std::array<std::string_view, 2>{"active", "stopped"}; }

/// Meters that have their reading day together. A meter has the route of its area, else of its village, else of its station, else the one for everybody.
struct ReadingRoute {
  static constexpr auto table = "reading_route";
  static constexpr int key_columns = 1;
  static constexpr std::array<std::string_view, 1> places{"of_place"};
  static constexpr Listed list{"reading-routes", "code", {"code", "name", "of_place"}, "meters_read", "collection"};
  static constexpr Form by_form{"collection_write", {{{"code"}, {"name"}, {"of_place", Need::may}, {"day_of_month", Need::must, "1"}, {"days_around", Need::must, "3"}, {"state"}, {"since", Need::may}}}, Judge::use_case};
  std::string code;
  std::string name;
  std::string of_place;            ///< code of an area, a village or a station; empty: everybody who has no route of his own
  std::int64_t day_of_month = 1;   ///< 1..31; a month that is shorter: its last day
  std::int64_t days_around = 3;    ///< a reading so many days before or after stands for the day
  ReadingRouteStatus state = ReadingRouteStatus::active;
  LocalDate since;                 ///< its first reading day is not before this day
  template <class V> static void columns(V&& v) {
    v("code", &ReadingRoute::code); v("name", &ReadingRoute::name); v("of_place", &ReadingRoute::of_place); v("day_of_month", &ReadingRoute::day_of_month);
    v("days_around", &ReadingRoute::days_around); v("state", &ReadingRoute::state); v("since", &ReadingRoute::since);
  }
};

/// What somebody read off a display and wrote down.
struct TypedReading {
  static constexpr auto table = "typed_reading";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 1> people{"typed_by"};
  static constexpr Listed list{"typed-readings", "-day", {"meter", "typed_by", "remark"}, "statements_read"};
  static constexpr std::array<std::string_view, 1> personal{"remark"};
  MeterNumber meter;
  LocalDate day;             ///< the reading day that it is for
  std::int64_t number = 0;   ///< running: who mistyped types once more
  LocalDate read_on;
  Energy energy;
  std::string remark;        ///< "read by Wang, cover scratched"
  std::string typed_by;
  Instant typed;
  template <class V> static void columns(V&& v) {
    v("meter", &TypedReading::meter); v("day", &TypedReading::day); v("number", &TypedReading::number); v("read_on", &TypedReading::read_on);
    v("energy", &TypedReading::energy); v("remark", &TypedReading::remark); v("typed_by", &TypedReading::typed_by); v("typed", &TypedReading::typed);
  }
};

/// Where a register of a reading day came from.
enum class ReadingSource : std::uint8_t {
  frozen,    ///< by the meter itself as the day began
  line,
  card,
  handheld,
  typed,
  estimate,
};
constexpr auto words_of(ReadingSource) { return std::array<std::string_view, 6>{"frozen", "line", "card", "handheld", "typed", "estimate"}; }

enum class ReviewState : std::uint8_t {
  plausible,   ///< no rule found anything
  suspicious,  ///< a rule did, or a person wants another look: waits for review
  rejected,
  estimated,
  released,
};
constexpr auto words_of(ReviewState) { return std::array<std::string_view, 5>{"plausible", "suspicious", "rejected", "estimated", "released"}; }

/// What stands for a meter on one of its reading days.
struct ReviewedReading {
  static constexpr auto table = "reviewed_reading";
  static constexpr int key_columns = 2;
  static constexpr std::array<std::string_view, 1> people{"decided_by"};
  static constexpr Listed list{"reviewed-readings", "-day", {"meter", "route", "finding"}, "statements_read"};
  static constexpr std::array<std::string_view, 1> personal{"reason"};
  MeterNumber meter;
  LocalDate day;
  std::string route;
  ReviewState state = ReviewState::plausible;
  ReadingSource source = ReadingSource::line;
  Instant taken;                      ///< when the register stood so
  Energy energy;                      ///< as it was read
  Energy at_day;                      ///< brought to the beginning of the day, by what was used from the former day on
  std::optional<LocalDate> before_day;
  std::optional<Energy> before;       ///< the register that it is held against
  std::optional<Energy> used;         ///< since then, up to the beginning of the day
  std::optional<Energy> usual;        ///< what this meter uses in so many days
  std::optional<Money> remaining;     ///< credit that the meter told with it
  std::string finding;                  ///< that found something, or by which it was estimated (collect/review/rules.h); empty: none
  std::string figures;                ///< of that rule, "used=120.00,usual=31.50"
  std::string also;                   ///< further rules that found something, comma separated
  std::string reason;                 ///< of the person who decided last
  std::string decided_by;             ///< empty: nobody, it was judged by rules alone
  Instant changed;
  std::int64_t changes = 0;           ///< steps so far; who decides says which he has seen
  template <class V> static void columns(V&& v) {
    v("meter", &ReviewedReading::meter); v("day", &ReviewedReading::day); v("route", &ReviewedReading::route); v("state", &ReviewedReading::state);
    v("source", &ReviewedReading::source); v("taken", &ReviewedReading::taken); v("energy", &ReviewedReading::energy); v("at_day", &ReviewedReading::at_day);
    v("before_day", &ReviewedReading::before_day); v("before", &ReviewedReading::before); v("used", &ReviewedReading::used); v("usual", &ReviewedReading::usual);
    v("remaining", &ReviewedReading::remaining); v("finding", &ReviewedReading::finding); v("figures", &ReviewedReading::figures); v("also", &ReviewedReading::also);
    v("reason", &ReviewedReading::reason); v("decided_by", &ReviewedReading::decided_by); v("changed", &ReviewedReading::changed); v("changes", &ReviewedReading::changes);
  }
  static constexpr IndexOf<ReviewedReading> by_day{{"reviewed_reading_day", {"day", "meter"}}};
  template <class V> static void indexes(V&& v) { v(by_day); }
};

/// One change of what stands there: by rules as readings arrive, or by a person with his reason.
struct ReviewStep {
  static constexpr auto table = "review_step";
  static constexpr int key_columns = 3;
  static constexpr std::array<std::string_view, 1> people{"decided_by"};
  static constexpr Listed list{"review-steps", "-time", {"meter", "decided_by", "reason"}, "statements_read"};
  static constexpr std::array<std::string_view, 1> personal{"reason"};
  MeterNumber meter;
  LocalDate day;
  std::int64_t number = 0;
  Instant time;
  ReviewState state = ReviewState::plausible;  ///< from now on
  ReadingSource source = ReadingSource::line;
  Instant taken;
  Energy energy;
  std::string finding, figures, reason;
  std::string decided_by;                      ///< or who typed it; empty: by rules alone
  template <class V> static void columns(V&& v) {
    v("meter", &ReviewStep::meter); v("day", &ReviewStep::day); v("number", &ReviewStep::number); v("time", &ReviewStep::time); v("state", &ReviewStep::state);
    v("source", &ReviewStep::source); v("taken", &ReviewStep::taken); v("energy", &ReviewStep::energy); v("finding", &ReviewStep::finding);
    v("figures", &ReviewStep::figures); v("reason", &ReviewStep::reason); v("decided_by", &ReviewStep::decided_by);
  }
};

}  // namespace kwota::books
