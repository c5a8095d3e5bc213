// Time: it passes for counters and meters alike; only the server's clock can be set wrong.
#include "sim/field/vocabulary.h"

namespace kwota::field {
namespace {

Result<Instant> moment(const World& world, const std::string& date, const std::string& time) {
  TRY(day, parse_date(date));
  LocalTime at{day};
  if (time.size() != 5 || time[2] != ':') return mistake("a time of day looks like 14:05");
  TRY(hour, parse_decimal(time.substr(0, 2), 0));
  TRY(minute, parse_decimal(time.substr(3), 0));
  at.hour = static_cast<unsigned>(hour);
  at.minute = static_cast<unsigned>(minute);
  return world.zone().instant(at);
}

Result<Duration> span_of(const Sentence& sentence) {
  TRY(count, parse_decimal(sentence["count"], 0));
  if (count < 0) return mistake("time does not pass backwards; say `the server's clock is set back by …`");
  const auto& unit = sentence["unit"];
  if (unit.starts_with("second")) return Duration::seconds(count);
  if (unit.starts_with("minute")) return Duration::minutes(count);
  if (unit.starts_with("hour")) return Duration::hours(count);
  return Duration::days(count);
}

Facts facts_of_time(const World& world) {
  return Facts{}.say("time", format_local(world.zone().local(world.now())).substr(0, 16));
}

Result<Facts> begin(World& world, const Sentence& sentence) {
  TRY(at, moment(world, sentence["date"], sentence["time"]));
  world.set_clock(at);
  return Facts{};
}

Result<Facts> pass(World& world, const Sentence& sentence) {
  TRY(by, span_of(sentence));
  world.pass(by);
  return facts_of_time(world);
}

Result<Facts> pass_until(World& world, const Sentence& sentence) {
  TRY(at, moment(world, sentence["date"], sentence["time"]));
  if (at < world.now()) return mistake("that moment has passed already");
  world.pass(at - world.now());
  return facts_of_time(world);
}

Result<Facts> set_back(World& world, const Sentence& sentence) {
  TRY(by, span_of(sentence));
  world.shift_server_clock(sentence["way"] == "back" ? Duration{} - by : by);
  return facts_of_time(world);
}

Result<Facts> meter_clock(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(by, span_of(sentence));
  meter->meter->shift_clock(sentence["way"] == "slow" ? Duration{} - by : by);
  return world.facts_of_meter(*meter);
}

}  // namespace

std::span<const Phrase> time_phrases() {
  static constexpr Phrase phrases[] = {
      {"it is <date> <time>", begin},
      {"<count> <unit:second|seconds|minute|minutes|hour|hours|day|days> pass|passes", pass},
      {"time passes until <date> <time>", pass_until},
      {"the server's clock is set <way:back|forward> by <count> <unit:seconds|minute|minutes|hour|hours|day|days>", set_back},
      {"meter <meter> clock is <way:fast|slow> by <count> <unit:minutes|hour|hours|day|days>", meter_clock},
  };
  return phrases;
}

}  // namespace kwota::field
