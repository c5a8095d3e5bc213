#include "sell/remote/pace.h"

#include <algorithm>

#include "sell/remote/link.h"
#include "sell/settings/in_force.h"

namespace kwota::remote {
namespace {

constexpr auto minute = Duration::minutes(1);
/// A turn that nobody used - the meter was not reached - is over: else all that failed together would come together.
constexpr auto turn_lasts = Duration::seconds(30);

enum class Load : std::uint8_t { none, closing, trip };

Load load_of(const books::MeterCommand& command) {
  if (command.kind != books::CommandKind::relay) return Load::none;
  const auto order = relay_order_of(command);
  if (order == devices::RelayOrder::trip) return Load::trip;
  return order == devices::RelayOrder::close || order == devices::RelayOrder::permit ? Load::closing : Load::none;
}

/// Not above so many a minute.
Duration space(std::int64_t a_minute) { return Duration::ms((minute.ms() + a_minute - 1) / a_minute); }

}  // namespace

PaceLimits pace_of(const books::Reader& books, Instant now) {
  const auto limit = [&](settings::SettingName name) { return settings::number_in_force(books, name, now); };
  using enum settings::SettingName;
  return {.closings = {limit(closings_a_minute), limit(closings_a_minute_a_line)}, .trips = {limit(trips_a_minute), limit(trips_a_minute_a_line)}};
}

Instant Pace::turn(const books::MeterCommand& command, const std::string& line, const PaceLimits& limits, Instant now) {
  const auto load = load_of(command);
  if (load == Load::none) return now;
  const auto& limit = load == Load::trip ? limits.trips : limits.closings;
  std::erase_if(turns_, [&](const auto& turn) { return turn.second + turn_lasts < now; });
  if (const auto known = turns_.find(command.number); known != turns_.end()) return known->second;
  const std::string kind = load == Load::trip ? "trip" : "closing";
  auto at = now;
  const auto after_the_last = [&](const std::string& where, std::int64_t a_minute) {
    const auto last = last_turns_.find(where);
    if (a_minute > 0 && last != last_turns_.end()) at = std::max(at, last->second + space(a_minute));
  };
  after_the_last(kind, limit.whole);
  after_the_last(kind + " " + line, limit.line);
  last_turns_[kind] = last_turns_[kind + " " + line] = at;
  return turns_[command.number] = at;
}

}  // namespace kwota::remote
