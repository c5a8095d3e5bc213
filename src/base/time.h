// Instants in UTC, local dates and times in a named IANA zone, and the clock that is passed in.
#pragma once
#include <compare>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota {

/// A span of time, 1 ms.
class Duration {
 public:
  constexpr Duration() = default;
  static constexpr Duration ms(std::int64_t n) { return Duration{n}; }
  static constexpr Duration seconds(std::int64_t n) { return Duration{n * 1000}; }
  static constexpr Duration minutes(std::int64_t n) { return Duration{n * 60'000}; }
  static constexpr Duration hours(std::int64_t n) { return Duration{n * 3'600'000}; }
  static constexpr Duration days(std::int64_t n) { return Duration{n * 86'400'000}; }
  constexpr std::int64_t ms() const { return ms_; }
  friend constexpr Duration operator+(Duration a, Duration b) { return Duration{a.ms_ + b.ms_}; }
  friend constexpr Duration operator-(Duration a, Duration b) { return Duration{a.ms_ - b.ms_}; }
  friend constexpr auto operator<=>(Duration, Duration) = default;

 private:
  explicit constexpr Duration(std::int64_t n) : ms_(n) {}
  std::int64_t ms_ = 0;
};

/// A moment, milliseconds since 1970-01-01 00:00 UTC.
class Instant {
 public:
  constexpr Instant() = default;
  static constexpr Instant from_ms(std::int64_t n) { return Instant{n}; }
  constexpr std::int64_t ms() const { return ms_; }
  friend constexpr Instant operator+(Instant a, Duration b) { return Instant{a.ms_ + b.ms()}; }
  friend constexpr Instant operator-(Instant a, Duration b) { return Instant{a.ms_ - b.ms()}; }
  friend constexpr Duration operator-(Instant a, Instant b) { return Duration::ms(a.ms_ - b.ms_); }
  friend constexpr auto operator<=>(Instant, Instant) = default;

 private:
  explicit constexpr Instant(std::int64_t n) : ms_(n) {}
  std::int64_t ms_ = 0;
};

struct LocalDate {
  int year = 1970;
  unsigned month = 1;  ///< 1..12
  unsigned day = 1;    ///< 1..31
  friend constexpr auto operator<=>(const LocalDate&, const LocalDate&) = default;
};

struct LocalTime {
  LocalDate date;
  unsigned hour = 0, minute = 0, second = 0;
  friend constexpr auto operator<=>(const LocalTime&, const LocalTime&) = default;
};

/// An IANA time zone; found by name, error `unknown_zone`.
class Zone {
 public:
  static Result<Zone> find(std::string_view name);
  static Zone utc();
  const std::string& name() const { return name_; }
  LocalTime local(Instant at) const;
  /// The first instant of that wall time; a time that a clock change skips gives the instant of the change.
  Instant instant(const LocalTime& at) const;

 private:
  Zone(std::string name, const void* zone) : name_(std::move(name)), zone_(zone) {}
  std::string name_;
  const void* zone_;
};

/// Days since 1970-01-01 of a proleptic Gregorian date, and back.
std::int64_t day_number(const LocalDate& date);
LocalDate date_of_day(std::int64_t day);
bool valid(const LocalDate& date);
/// Months since January of the year 0, whatever the day: two of them tell how many months lie between. And back, to the first day of one.
std::int64_t month_number(const LocalDate& date);
LocalDate first_of_month(std::int64_t month);
/// The same day of a month so many later, or earlier when negative; a 31st may be no day there (`valid`).
LocalDate add_months(const LocalDate& date, std::int64_t months);
/// Whole months from one day to a later one: the second begins on the same day of the next month. Negative where `to` lies before.
std::int64_t months_between(const LocalDate& from, const LocalDate& to);
unsigned days_in_month(const LocalDate& date);
/// 1 Monday .. 7 Sunday (ISO 8601).
int weekday(const LocalDate& date);
bool valid(const LocalTime& time);

std::string format_date(const LocalDate& date);              ///< 2026-11-20
std::string format_local(const LocalTime& time);             ///< 2026-11-20 14:05:09
std::string format_utc(Instant at);                          ///< 2026-11-20T06:05:09.123Z
Result<LocalDate> parse_date(std::string_view text);         ///< error `bad_date`
/// "2026-11-20 14:05:09" and nothing else. Error `bad_time`.
Result<LocalTime> parse_local(std::string_view text);
/// "2026-11-20T14:05:09+08:00", also with Z, without seconds, with milliseconds. Error `bad_time`.
Result<Instant> parse_instant(std::string_view text);

/// What time it is. Passed in, made once in apps/.
class Clock {
 public:
  virtual ~Clock() = default;
  virtual Instant now() const = 0;
};

class SystemClock final : public Clock {
 public:
  Instant now() const override;
};

/// A clock that stands until somebody moves it: tests, field logs.
class ManualClock final : public Clock {
 public:
  explicit ManualClock(Instant start) : now_(start) {}
  Instant now() const override { return now_; }
  void set(Instant at) { now_ = at; }
  void advance(Duration by) { now_ = now_ + by; }

 private:
  Instant now_;
};

}  // namespace kwota
