// Decisions about the readings of a day: taken in and judged as they come, typed, rejected, estimated, released.
//   (none) -> plausible | suspicious (by rules) -> released        suspicious, plausible, estimated, released -> rejected (with a reason) -> estimated, or another reading
//   released -> suspicious (with a reason: another look)            estimated -> plausible | suspicious when a true reading comes
// Guarantees: each change is a step with its operator and reason; what a person decided no rule undoes, but for estimates, which any true reading
// replaces; who typed a reading in which a rule found something does not release it himself. No money moves: balances are charged by what meters froze.
// Begin with take_in(), change(), release_day().
#pragma once
#include <functional>
#include <string>
#include <vector>

#include "collect/review/judge.h"

namespace kwota::review {

/// Which meters of a day: those that the asker may see, from this number on.
struct Part {
  std::function<bool(MeterNumber)> sees = {};  ///< empty: all
  MeterNumber from{};
};
/// So many changes a decision at most: sales come between two of them.
inline constexpr std::size_t changes_a_decision = 500;

struct PartDone {
  std::size_t changed = 0, left = 0;   ///< left: what could not be changed, nothing_to_estimate_by
  std::optional<MeterNumber> next;     ///< where the next decision goes on; nothing: it was the last
};
using PartAnswer = Result<books::Decision<PartDone>>;

/// What has come is judged and stands; nothing changes where it does already. Errors: unknown_route {route}, no_reading_day {day}.
PartAnswer take_in(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, Instant now, const devices::Known& devices);
/// The same of these meters alone, which are of this route.
Result<books::Decision<std::size_t>> take_in(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, std::span<const books::MeterPoint> meters, Instant now,
                                             const devices::Known& devices);
/// Estimates for whom nothing stands, or what stands was rejected. Errors: permission_denied (readings_review), unknown_route, no_reading_day.
PartAnswer estimate_missing(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, const people::Context& context);
/// Releases what is plausible or estimated; suspicious ones wait for a person each, and what the asker typed himself of who is charged by it is left to another. Errors: permission_denied (readings_review), unknown_route, no_reading_day.
PartAnswer release_day(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, const people::Context& context);

/// One reading by its reviewer.
struct Change {
  MeterNumber meter;
  LocalDate day;
  books::ReviewState to = books::ReviewState::released;
  std::string reason;
  std::int64_t seen = 0;  ///< ReviewedReading::changes that he saw; 0: nothing stood there
};
/// To released, rejected, estimated, or suspicious again. Errors: permission_denied (readings_review), nothing_read {meter, day}, version_conflict, reason_missing,
/// reading_rejected, own_reading, own_reading_charged, review_state {state}: what it is already, or cannot become; no_reading_day, nothing_to_estimate_by.
Result<books::Decision<books::ReviewedReading>> change(const books::Reader& books, const Change& wanted, const people::Context& context);

struct Typed {
  MeterNumber meter;
  LocalDate day;
  std::string energy;   ///< kWh
  LocalDate read_on;
  std::string remark;
};
/// Kept, judged at once, and stands unless a reading nearer to the day does. Errors: permission_denied (readings_write), unknown_meter, no_reading_day {day}, bad_read_on {from, to},
/// bad_register {energy}: that of base/text/typed_register.h; reading_released {meter}.
Result<books::Decision<books::ReviewedReading>> type_in(const books::Reader& books, const Typed& typed, const people::Context& context);

/// The route and its day of a meter. Errors: unknown_meter {meter}, no_reading_day {day}.
Result<books::ReadingRoute> route_on(const books::Reader& books, MeterNumber meter, const LocalDate& day);
/// Errors: unknown_route {route}, no_reading_day {day}.
Result<books::ReadingRoute> route_named(const books::Reader& books, const std::string& route, const LocalDate& day);

}  // namespace kwota::review
