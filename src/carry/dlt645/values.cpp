#include "carry/dlt645/values.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ascii.h"
#include "base/core/bcd.h"
#include "base/decimal.h"
#include "base/text/clock_rules.h"

namespace kwota::dlt645 {
namespace {

constexpr std::string_view not_digits = "not BCD: report not available", no_such_time = "no such time: report not available",
                           no_such_value = "no such value: report not available";
constexpr std::uint8_t sign = 0x80, none = 0xFF;
constexpr int century = 2000;
constexpr std::size_t peak_number_bytes = 3, text_max = 64, digits_max = 8;

bool is_bcd(ByteView bytes) {
  return std::ranges::all_of(bytes, [](std::uint8_t byte) { return (byte >> 4) <= 9 && (byte & 15) <= 9; });
}

Bytes turned(ByteView bytes) { return {bytes.rbegin(), bytes.rend()}; }

Missing missing(ByteView data, std::string_view why) { return {to_bytes(data), why}; }

/// Packed BCD, lowest byte first.
std::optional<Bytes> low_first_bcd(std::size_t size, std::uint64_t value) {
  Bytes bytes(size);
  if (!put_bcd(bytes, value)) return std::nullopt;
  std::ranges::reverse(bytes);
  return bytes;
}

// ---- dates and times

/// Two digits each, in the order of the wire; nothing: they are no digits.
std::optional<std::vector<unsigned>> groups_in(ByteView data) {
  if (!is_bcd(data)) return std::nullopt;
  std::vector<unsigned> groups;
  for (const auto byte : data) groups.push_back((byte >> 4) * 10U + (byte & 15U));
  return groups;
}

std::uint8_t group(unsigned number) { return static_cast<std::uint8_t>(number % 100 / 10 << 4 | number % 10); }

bool valid_time(unsigned hour, unsigned minute, unsigned second) { return hour < 24 && minute < 60 && second < 60; }

std::optional<LocalDate> date_of(unsigned day, unsigned month, unsigned year) {
  const LocalDate date{century + static_cast<int>(year), month, day};
  return valid(date) ? std::optional{date} : std::nullopt;
}

/// 0 Sunday, as meters count.
unsigned meters_weekday(const LocalDate& date) { return static_cast<unsigned>(weekday(date) % 7); }

std::optional<Day> day_in(std::vector<unsigned> at) {
  constexpr std::size_t with_weekday = 4;
  Day day;
  if (at.size() == with_weekday) {
    day.weekday = at.front();
    at.erase(at.begin());
  }
  const auto date = date_of(at[0], at[1], at[2]);
  if (!date) return std::nullopt;
  day.date = *date;
  return day;
}

std::optional<TimeOfDay> time_in(const std::vector<unsigned>& at) {
  const bool has_seconds = at.size() == 3;
  const TimeOfDay time{at.back(), at[at.size() - 2], has_seconds ? std::optional{at[0]} : std::nullopt};
  return valid_time(time.hour, time.minute, time.second.value_or(0)) ? std::optional{time} : std::nullopt;
}

std::optional<MonthDay> month_day_in(const std::vector<unsigned>& at) {
  constexpr unsigned leap_year = 24;
  return date_of(at[0], at[1], leap_year) ? std::optional{MonthDay{at[1], at[0]}} : std::nullopt;
}

/// Five groups from the minute on, six from the second on, seven with the day of the week between time and date.
std::optional<Moment> moment_of(std::vector<unsigned> at) {
  constexpr std::size_t to_the_minute = 5, weekday_at = 3, with_weekday = 7;
  Moment moment;
  moment.has_seconds = at.size() != to_the_minute;
  if (at.size() == with_weekday) {
    moment.weekday = at[weekday_at];
    at.erase(at.begin() + weekday_at);
  }
  if (!moment.has_seconds) at.insert(at.begin(), 0U);
  const auto date = date_of(at[3], at[4], at[5]);
  if (!date || !valid_time(at[2], at[1], at[0])) return std::nullopt;
  moment.at = {*date, at[2], at[1], at[0]};
  return moment;
}

std::optional<DayAndHour> day_and_hour_in(const std::vector<unsigned>& at) {
  return at[1] >= 1 && at[1] <= 31 && at[0] < 24 ? std::optional{DayAndHour{at[1], at[0]}} : std::nullopt;
}

template <class Read>
Value dated(ByteView data, Read&& read) {
  const auto groups = groups_in(data);
  if (!groups) return {missing(data, not_digits)};
  const auto value = read(*groups);
  if (!value) return {missing(data, no_such_time)};
  return {*value};
}

Bytes bytes_of_moment(const LocalTime& at, std::size_t size) {
  Bytes bytes;
  if (size > 5) bytes.push_back(group(at.second));
  append(bytes, Bytes{group(at.minute), group(at.hour)});
  if (size == 7) bytes.push_back(group(meters_weekday(at.date)));
  append(bytes, Bytes{group(at.date.day), group(at.date.month), group(static_cast<unsigned>(at.date.year))});
  return bytes;
}

// ---- texts of them

/// The numbers of a text like "2026-11-20 14:05", which has exactly the form: 0 stands for a digit, all else for itself.
std::optional<std::vector<unsigned>> numbers_in(std::string_view text, std::string_view form) {
  if (text.size() != form.size()) return std::nullopt;
  std::vector<unsigned> numbers;
  bool within = false;
  for (std::size_t i = 0; i < text.size(); ++i) {
    const bool digit = is_digit(text[i]);
    if (digit != (form[i] == '0') || (!digit && text[i] != form[i])) return std::nullopt;
    if (digit && !within) numbers.push_back(0);
    if (digit) numbers.back() = numbers.back() * 10 + static_cast<unsigned>(text[i] - '0');
    within = digit;
  }
  return numbers;
}

std::optional<LocalDate> date_from(const std::vector<unsigned>& numbers) {
  constexpr unsigned years = 100;
  if (numbers[0] < century || numbers[0] >= century + years) return std::nullopt;
  return date_of(numbers[2], numbers[1], numbers[0] - century);
}

std::optional<Bytes> date_bytes(std::string_view text, std::size_t size) {
  constexpr std::size_t with_weekday = 4;
  const auto numbers = numbers_in(text, "0000-00-00");
  const auto date = numbers ? date_from(*numbers) : std::nullopt;
  if (!date) return std::nullopt;
  Bytes bytes;
  if (size == with_weekday) bytes.push_back(group(meters_weekday(*date)));
  append(bytes, Bytes{group(date->day), group(date->month), group(static_cast<unsigned>(date->year))});
  return bytes;
}

std::optional<Bytes> time_bytes(std::string_view text, std::size_t size) {
  auto at = numbers_in(text, size == 3 ? "00:00:00" : "00:00");
  if (!at) return std::nullopt;
  std::ranges::reverse(*at);
  if (!time_in(*at)) return std::nullopt;
  Bytes bytes;
  for (const auto number : *at) bytes.push_back(group(number));
  return bytes;
}

std::optional<Bytes> month_day_bytes(std::string_view text) {
  const auto at = numbers_in(text, "00-00");
  if (!at || !month_day_in({(*at)[1], (*at)[0]})) return std::nullopt;
  return Bytes{group((*at)[1]), group((*at)[0])};
}

std::optional<Bytes> moment_bytes_of(std::string_view text, std::size_t size) {
  auto at = numbers_in(text, size == 5 ? "0000-00-00 00:00" : "0000-00-00 00:00:00");
  if (!at) return std::nullopt;
  at->resize(6);
  const auto date = date_from(*at);
  if (!date || !valid_time((*at)[3], (*at)[4], (*at)[5])) return std::nullopt;
  return bytes_of_moment({*date, (*at)[3], (*at)[4], (*at)[5]}, size);
}

std::optional<Bytes> day_and_hour_bytes(std::string_view text) {
  const auto at = numbers_in(text, "00 00:00");
  if (!at || !day_and_hour_in({(*at)[1], (*at)[0]}) || (*at)[2] != 0) return std::nullopt;
  return Bytes{group((*at)[1]), group((*at)[0])};
}

// ---- numbers and texts

Value number_value(const Shape& shape, ByteView data) {
  Bytes high_first = turned(data);
  const bool negative = shape.format == Format::signed_number && (high_first.front() & sign) != 0 && high_first.front() != none;
  if (negative) high_first.front() &= static_cast<std::uint8_t>(~sign);
  const auto size = get_bcd(high_first);
  if (!size) return {missing(data, not_digits)};
  const auto units = static_cast<std::int64_t>(*size);
  return {Number{negative ? -units : units, shape.decimals, shape.unit}};
}

std::int64_t binary_in(ByteView data) {
  std::int64_t value = 0;
  for (const auto byte : turned(data)) value = value << 8 | byte;
  return value;
}

/// A number of packed BCD that stands for something else; what it does not stand for is no value.
template <class Read>
Value coded(ByteView data, Read&& read) {
  const auto number = get_bcd(turned(data));
  if (!number) return {missing(data, not_digits)};
  const std::optional<Value> value = read(static_cast<std::int64_t>(*number));
  return value ? *value : Value{missing(data, no_such_value)};
}

std::optional<Value> hour_of(std::int64_t hhmm) {
  if (time_of_day_text(hhmm).empty()) return std::nullopt;
  return Value{TimeOfDay{static_cast<unsigned>(hhmm / 100), static_cast<unsigned>(hhmm % 100), std::nullopt}};
}
std::optional<Value> weekdays_of(std::int64_t days) {
  return weekdays_text(days).empty() ? std::nullopt : std::optional{Value{Weekdays{static_cast<unsigned>(days)}}};
}
std::optional<Value> flag_of(std::int64_t flag) { return flag_text(flag).empty() ? std::nullopt : std::optional{Value{Flag{flag != 0}}}; }
std::optional<Value> recurring_of(std::int64_t pattern) {
  return recurring_text(pattern).empty() ? std::nullopt : std::optional{Value{Recurring{pattern}}};
}
Value choice_of(const Shape& shape, std::int64_t number) {
  const bool is_word = number < static_cast<std::int64_t>(shape.words.size());
  return is_word ? Value{Choice{number, shape.words[static_cast<std::size_t>(number)]}} : Value{Count{number}};
}

Value instant_value(ByteView data) {
  constexpr LocalTime beginning{{century, 1, 1}};
  const auto seconds = binary_in(turned(data));
  return Value{Moment{Zone::utc().local(Zone::utc().instant(beginning) + Duration::seconds(seconds)), true, std::nullopt}};
}

/// The way back to the number; nothing: no such format, or no such text.
std::optional<std::int64_t> coded_in(const Shape& shape, std::string_view text) {
  switch (shape.format) {
    case Format::hour_of_day: return parse_time_of_day(text);
    case Format::weekdays: return parse_weekdays(text);
    case Format::flag: return parse_flag(text);
    case Format::recurring: return parse_recurring(text);
    case Format::choice:
      if (const auto word = std::ranges::find(shape.words, text); word != shape.words.end()) return word - shape.words.begin();
      break;
    default: break;
  }
  return std::nullopt;
}

Value peak_value(const Shape& shape, ByteView data) {
  const auto most = number_value({Format::number, peak_number_bytes, shape.decimals, shape.unit}, data.first(peak_number_bytes));
  const auto at = dated(data.subspan(peak_number_bytes), moment_of);
  const auto* number = most.if_a<Number>();
  const auto* moment = at.if_a<Moment>();
  if (number == nullptr) return {missing(data, not_digits)};
  if (moment == nullptr) return {missing(data, at.if_a<Missing>()->why)};
  return {Peak{*number, *moment}};
}

std::string ascii_text(ByteView data) {
  std::string text;
  for (const auto byte : turned(data))
    if (byte >= 0x20 && byte < 0x7F) text.push_back(static_cast<char>(byte));
  const auto first = text.find_first_not_of(' ');
  return first == std::string::npos ? std::string{} : text.substr(first, text.find_last_not_of(' ') - first + 1);
}

bool fits(const Shape& shape, std::size_t size) {
  if (shape.format == Format::text) return size <= text_max;
  if (shape.format == Format::digits) return size >= 1 && size <= digits_max;
  return size == shape.bytes;
}

struct TextOf {
  std::string operator()(const Missing&) const { return {}; }
  std::string operator()(const Number& number) const { return number.text(); }
  std::string operator()(const Count& count) const { return std::to_string(count.number); }
  std::string operator()(const Digits& digits) const { return digits.digits; }
  std::string operator()(const Words& words) const { return words.text; }
  std::string operator()(const Day& day) const { return format_date(day.date); }
  std::string operator()(const TimeOfDay& time) const { 
    const auto minute = fmt::format("{:02}:{:02}", time.hour, time.minute);
    return time.second ? fmt::format("{}:{:02}", minute, *time.second) : minute;
  }
  std::string operator()(const Moment& moment) const { return moment.has_seconds ? format_local(moment.at) : format_minute(moment.at); }
  std::string operator()(const MonthDay& at) const { return fmt::format("{:02}-{:02}", at.month, at.day); }
  std::string operator()(const DayAndHour& at) const { return fmt::format("{:02} {:02}:00", at.day, at.hour); }
  std::string operator()(const Weekdays& days) const { return weekdays_text(days.days); }
  std::string operator()(const Flag& flag) const { return flag_text(flag.is_set ? 1 : 0); }
  std::string operator()(const Recurring& at) const { return recurring_text(at.pattern); }
  std::string operator()(const Choice& choice) const { return std::string{choice.word}; }
  std::string operator()(const Peak& peak) const { return peak.most.text() + " at " + (*this)(peak.at); }
  std::string operator()(const StatusWord& word) const { return word.text(); }
  std::string operator()(const Raw& raw) const { return to_hex(raw.bytes); }
};

}  // namespace

std::string_view name_of(Format format) {
  constexpr std::array<std::string_view, 21> names{"number", "signed", "count", "binary", "binary, high first", "seconds since 2000", "digits", "text", "date", "time", "month day",
                                                   "moment", "day and hour", "time of day", "weekdays", "flag", "recurring", "choice", "peak", "bits", "record"};
  return names[static_cast<std::size_t>(format)];
}

std::string Number::text() const { return format_decimal(units, decimals); }

std::string Value::text() const { return std::visit(TextOf{}, reported); }

std::string_view Value::unit() const {
  if (const auto* number = if_a<Number>()) return number->unit;
  if (const auto* peak = if_a<Peak>()) return peak->most.unit;
  return {};
}

std::string Value::text_with_unit() const {
  if (const auto* peak = if_a<Peak>()) return fmt::format("{} {} at {}", peak->most.text(), peak->most.unit, TextOf{}(peak->at));
  return unit().empty() ? text() : fmt::format("{} {}", text(), unit());
}

std::optional<Value> read_value(const Shape& shape, ByteView data) {
  if (!fits(shape, data.size())) return std::nullopt;
  switch (shape.format) {
    case Format::number:
    case Format::signed_number: return number_value(shape, data);
    case Format::count: {
      const auto number = get_bcd(turned(data));
      return number ? Value{Count{static_cast<std::int64_t>(*number)}} : Value{missing(data, not_digits)};
    }
    case Format::binary: return choice_of(shape, binary_in(data));
    case Format::binary_high: return Value{Number{binary_in(turned(data)), shape.decimals, shape.unit}};
    case Format::instant: return instant_value(data);
    case Format::digits: return is_bcd(data) ? Value{Digits{to_hex(turned(data))}} : Value{missing(data, not_digits)};
    case Format::text: {
      auto text = ascii_text(data);
      return text.empty() ? Value{missing(data, not_digits)} : Value{Words{std::move(text)}};
    }
    case Format::date: return dated(data, day_in);
    case Format::time: return dated(data, time_in);
    case Format::moment: return dated(data, moment_of);
    case Format::month_day: return dated(data, month_day_in);
    case Format::day_and_hour: return dated(data, day_and_hour_in);
    case Format::hour_of_day: return coded(data, hour_of);
    case Format::weekdays: return coded(data, weekdays_of);
    case Format::flag: return coded(data, flag_of);
    case Format::recurring: return coded(data, recurring_of);
    case Format::choice: return coded(data, [&](std::int64_t number) { return std::optional{choice_of(shape, number)}; });
    case Format::peak: return peak_value(shape, data);
    case Format::bits: return Value{StatusWord{shape.word, static_cast<std::uint16_t>(binary_in(data))}};
    case Format::record: break;
  }
  return Value{Raw{to_bytes(data)}};
}

std::optional<Bytes> write_value(const Shape& shape, std::string_view text) {
  switch (shape.format) {
    case Format::text: {
      if (text.size() > shape.bytes) return std::nullopt;
      Bytes bytes(shape.bytes - text.size(), ' ');  // sent backwards: what fills it up comes first
      for (auto letter = text.rbegin(); letter != text.rend(); ++letter) bytes.push_back(static_cast<std::uint8_t>(*letter));
      return bytes;
    }
    case Format::record: {
      auto bytes = from_hex(text);
      return bytes && bytes->size() == shape.bytes ? std::optional{std::move(*bytes)} : std::nullopt;
    }
    case Format::date: return date_bytes(text, shape.bytes);
    case Format::time: return time_bytes(text, shape.bytes);
    case Format::month_day: return month_day_bytes(text);
    case Format::moment: return moment_bytes_of(text, shape.bytes);
    case Format::day_and_hour: return day_and_hour_bytes(text);
    case Format::hour_of_day:
    case Format::weekdays:
    case Format::flag:
    case Format::recurring:
    case Format::choice: {
      const auto number = coded_in(shape, text);
      return number ? bytes_of(shape, *number) : std::nullopt;
    }
    case Format::binary_high:
    case Format::instant:
    case Format::bits:
    case Format::peak: return std::nullopt;
    case Format::number:
    case Format::signed_number:
    case Format::count:
    case Format::binary:
    case Format::digits: break;
  }
  const auto number = parse_decimal(text, shape.decimals);
  return number ? bytes_of(shape, *number) : std::nullopt;
}

namespace {

/// What no single number makes.
bool is_no_number(Format format) {
  const auto others = {Format::text, Format::record, Format::peak, Format::binary_high, Format::instant};
  return std::ranges::find(others, format) != others.end();
}

}  // namespace

std::optional<Bytes> bytes_of(const Shape& shape, std::int64_t value) {
  const bool negative = value < 0;
  const auto size = static_cast<std::uint64_t>(negative ? -value : value);
  if (is_no_number(shape.format)) return std::nullopt;
  if (shape.format == Format::bits || shape.format == Format::binary) {
    if (negative || (shape.bytes < sizeof size && size >> (8 * shape.bytes) != 0)) return std::nullopt;
    Bytes bytes;
    for (unsigned i = 0; i < shape.bytes; ++i) bytes.push_back(static_cast<std::uint8_t>(size >> (8 * i)));
    return bytes;
  }
  auto bytes = low_first_bcd(shape.bytes, size);
  if (!bytes || shape.format != Format::signed_number) return negative ? std::nullopt : bytes;
  if (bytes->back() >= sign) return std::nullopt;
  if (negative) bytes->back() |= sign;
  return bytes;
}

std::optional<std::int64_t> number_in(const Shape& shape, ByteView data) {
  if (data.size() != shape.bytes || is_no_number(shape.format))
    return std::nullopt;
  if (shape.format == Format::bits || shape.format == Format::binary) return binary_in(data);
  Bytes high_first = turned(data);
  const bool negative = shape.format == Format::signed_number && (high_first.front() & sign) != 0;
  if (negative) high_first.front() &= static_cast<std::uint8_t>(~sign);
  const auto size = get_bcd(high_first);
  if (!size) return std::nullopt;
  return negative ? -static_cast<std::int64_t>(*size) : static_cast<std::int64_t>(*size);
}

std::optional<LocalTime> moment_in(ByteView low_first) {
  constexpr std::size_t size = 6;
  const auto groups = low_first.size() == size ? groups_in(low_first) : std::nullopt;
  const auto moment = groups ? moment_of(*groups) : std::nullopt;
  return moment ? std::optional{moment->at} : std::nullopt;
}

std::array<std::uint8_t, 6> moment_bytes(const LocalTime& at) {
  std::array<std::uint8_t, 6> bytes{};
  std::ranges::copy(bytes_of_moment(at, bytes.size()), bytes.begin());
  return bytes;
}

std::string format_minute(const LocalTime& at) {
  const auto text = format_local(at);
  return text.substr(0, text.rfind(':'));
}

}  // namespace kwota::dlt645
