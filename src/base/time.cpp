#include "base/time.h"

#include <date/tz.h>
#include <fmt/format.h>

#include <array>
#include <chrono>

namespace kwota {
namespace {

using std::chrono::milliseconds;

constexpr std::int64_t months_of_year = 12;

date::year_month_day ymd(const LocalDate& d) {
  return date::year{d.year} / date::month{d.month} / date::day{d.day};
}

bool digits(std::string_view text, std::size_t from, std::size_t count, int& out) {
  if (from + count > text.size()) return false;
  out = 0;
  for (std::size_t i = from; i < from + count; ++i) {
    if (text[i] < '0' || text[i] > '9') return false;
    out = out * 10 + (text[i] - '0');
  }
  return true;
}

Error bad_time(std::string_view text) {
  return error(Fault::request, "bad_time", fmt::format("\"{}\" is not a time like 2026-11-20T14:05:09+08:00.", text),
               {{"text", std::string(text)}});
}

}  // namespace

Result<Zone> Zone::find(std::string_view name) {
  try {
    return Zone{std::string(name), date::locate_zone(std::string(name))};
  } catch (const std::exception&) {
    return error(Fault::request, "unknown_zone", fmt::format("There is no time zone \"{}\".", name), {{"zone", std::string(name)}});
  }
}

Zone Zone::utc() { return std::move(find("Etc/UTC")).value(); }

LocalTime Zone::local(Instant at) const {
  const auto* zone = static_cast<const date::time_zone*>(zone_);
  const auto local = zone->to_local(date::sys_time<milliseconds>{milliseconds{at.ms()}});
  const auto day = date::floor<date::days>(local);
  const date::year_month_day date{day};
  const date::hh_mm_ss time{date::floor<std::chrono::seconds>(local) - day};
  return LocalTime{{int{date.year()}, unsigned{date.month()}, unsigned{date.day()}},
                   static_cast<unsigned>(time.hours().count()),
                   static_cast<unsigned>(time.minutes().count()),
                   static_cast<unsigned>(time.seconds().count())};
}

Instant Zone::instant(const LocalTime& at) const {
  const auto* zone = static_cast<const date::time_zone*>(zone_);
  const auto local = date::local_days{ymd(at.date)} + std::chrono::hours{at.hour} + std::chrono::minutes{at.minute} +
                     std::chrono::seconds{at.second};
  const auto sys = zone->to_sys(local, date::choose::earliest);
  return Instant::from_ms(std::chrono::duration_cast<milliseconds>(sys.time_since_epoch()).count());
}

std::int64_t day_number(const LocalDate& d) { return date::sys_days{ymd(d)}.time_since_epoch().count(); }

LocalDate date_of_day(std::int64_t day) {
  const date::year_month_day date{date::sys_days{date::days{day}}};
  return {int{date.year()}, unsigned{date.month()}, unsigned{date.day()}};
}

bool valid(const LocalDate& d) { return ymd(d).ok(); }

std::int64_t month_number(const LocalDate& d) { return std::int64_t{d.year} * months_of_year + (d.month - 1); }

LocalDate first_of_month(std::int64_t month) {
  const auto year = month >= 0 ? month / months_of_year : -((months_of_year - 1 - month) / months_of_year);
  return {static_cast<int>(year), static_cast<unsigned>(month - year * months_of_year) + 1, 1};
}

LocalDate add_months(const LocalDate& d, std::int64_t months) {
  auto moved = first_of_month(month_number(d) + months);
  moved.day = d.day;
  return moved;
}

std::int64_t months_between(const LocalDate& from, const LocalDate& to) { return month_number(to) - month_number(from) - (to.day < from.day ? 1 : 0); }

unsigned days_in_month(const LocalDate& d) {
  const auto month = month_number(d);
  return static_cast<unsigned>(day_number(first_of_month(month + 1)) - day_number(first_of_month(month)));
}

int weekday(const LocalDate& d) { return static_cast<int>(date::weekday{date::sys_days{ymd(d)}}.iso_encoding()); }

namespace {

/// Lists of a million rows have a time in each: digits are put down one by one. Each part has so many.
class TimeText {
 public:
  TimeText& put(std::int64_t value, int width) {
    for (int i = width; i-- > 0; value /= 10) text_[static_cast<std::size_t>(end_ + i)] = static_cast<char>('0' + value % 10);
    end_ += width;
    return *this;
  }
  TimeText& put(char sign) {
    text_[static_cast<std::size_t>(end_++)] = sign;
    return *this;
  }
  TimeText& put(const LocalDate& d) { return put(d.year, 4).put('-').put(d.month, 2).put('-').put(d.day, 2); }
  TimeText& clock(std::int64_t hour, std::int64_t minute, std::int64_t second) { return put(hour, 2).put(':').put(minute, 2).put(':').put(second, 2); }
  std::string text() const { return {text_.data(), static_cast<std::size_t>(end_)}; }

 private:
  std::array<char, 32> text_{};
  int end_ = 0;
};

/// What the form has room for.
bool has_form(const LocalDate& d) { return d.year >= 0 && d.year <= 9999 && d.month <= 99 && d.day <= 99; }

std::string odd_date(const LocalDate& d) { return fmt::format("{:04}-{:02}-{:02}", d.year, d.month, d.day); }

}  // namespace

std::string format_date(const LocalDate& d) { return has_form(d) ? TimeText().put(d).text() : odd_date(d); }

std::string format_local(const LocalTime& t) {
  if (!has_form(t.date) || t.hour > 99 || t.minute > 99 || t.second > 99) return fmt::format("{} {:02}:{:02}:{:02}", format_date(t.date), t.hour, t.minute, t.second);
  return TimeText().put(t.date).put(' ').clock(t.hour, t.minute, t.second).text();
}

std::string format_utc(Instant at) {
  std::int64_t days = at.ms() / 86'400'000;
  std::int64_t rest = at.ms() % 86'400'000;
  if (rest < 0) {
    --days;
    rest += 86'400'000;
  }
  const auto date = date_of_day(days);
  const auto hour = rest / 3'600'000, minute = rest / 60'000 % 60, second = rest / 1000 % 60;
  if (!has_form(date)) return fmt::format("{}T{:02}:{:02}:{:02}.{:03}Z", format_date(date), hour, minute, second, rest % 1000);
  return TimeText().put(date).put('T').clock(hour, minute, second).put('.').put(rest % 1000, 3).put('Z').text();
}

Result<LocalDate> parse_date(std::string_view text) {
  int year = 0, month = 0, day = 0;
  const bool form = text.size() == 10 && digits(text, 0, 4, year) && text[4] == '-' && digits(text, 5, 2, month) &&
                    text[7] == '-' && digits(text, 8, 2, day);
  const LocalDate date{year, static_cast<unsigned>(month), static_cast<unsigned>(day)};
  if (!form || !valid(date))
    return error(Fault::request, "bad_date", fmt::format("\"{}\" is not a date like 2026-11-20.", text), {{"text", std::string(text)}});
  return date;
}

bool valid(const LocalTime& time) { return valid(time.date) && time.hour <= 23 && time.minute <= 59 && time.second <= 59; }

Result<LocalTime> parse_local(std::string_view text) {
  constexpr std::size_t length = 19, date_length = 10;
  int hour = 0, minute = 0, second = 0;
  const bool form = text.size() == length && text[10] == ' ' && digits(text, 11, 2, hour) && text[13] == ':' && digits(text, 14, 2, minute) &&
                    text[16] == ':' && digits(text, 17, 2, second);
  const auto date = form ? parse_date(text.substr(0, date_length)) : Result<LocalDate>(bad_time(text));
  if (!date.ok()) return bad_time(text);
  const LocalTime time{*date, static_cast<unsigned>(hour), static_cast<unsigned>(minute), static_cast<unsigned>(second)};
  if (!valid(time)) return bad_time(text);
  return time;
}

Result<Instant> parse_instant(std::string_view text) {
  if (text.size() < 17) return bad_time(text);
  auto date = parse_date(text.substr(0, 10));
  int hour = 0, minute = 0, second = 0, millis = 0;
  if (!date || (text[10] != 'T' && text[10] != ' ') || !digits(text, 11, 2, hour) || text[13] != ':' || !digits(text, 14, 2, minute))
    return bad_time(text);
  std::size_t at = 16;
  if (at < text.size() && text[at] == ':') {
    if (!digits(text, at + 1, 2, second)) return bad_time(text);
    at += 3;
    if (at < text.size() && text[at] == '.') {
      if (!digits(text, at + 1, 3, millis)) return bad_time(text);
      at += 4;
    }
  }
  std::int64_t offset = 0;
  if (at < text.size() && text[at] == 'Z' && at + 1 == text.size()) {
    offset = 0;
  } else {
    int oh = 0, om = 0;
    if (at + 6 != text.size() || (text[at] != '+' && text[at] != '-') || !digits(text, at + 1, 2, oh) || text[at + 3] != ':' ||
        !digits(text, at + 4, 2, om))
      return bad_time(text);
    offset = (oh * 60 + om) * 60'000 * (text[at] == '-' ? -1 : 1);
  }
  if (hour > 23 || minute > 59 || second > 59) return bad_time(text);
  const std::int64_t ms = day_number(*date) * 86'400'000 + ((hour * 60 + minute) * 60 + second) * 1000LL + millis;
  return Instant::from_ms(ms - offset);
}

Instant SystemClock::now() const {
  return Instant::from_ms(std::chrono::duration_cast<milliseconds>(std::chrono::system_clock::now().time_since_epoch()).count());
}

}  // namespace kwota
