// What a meter's bytes say, as values: numbers with their unit, dates, times and moments, status words, a maximum with the moment when
// it was. The way there and back between bytes and value, and between value and the text that people read and type. Facts:
// DL/T 645-2007 annex A; meters.md 2. Guarantees: numbers pass as whole numbers, never as floating point; what is no digit or no
// date is missing, never a number. Never: knows which identifier has which shape (items.h does). Begin with Value and read_value().
#pragma once
#include <optional>
#include <span>
#include <string>
#include <variant>

#include "base/bytes.h"
#include "base/result.h"
#include "base/time.h"
#include "carry/dlt645/status_words.h"

namespace kwota::dlt645 {

enum class Format : std::uint8_t {
  number,         ///< packed BCD with `decimals`
  signed_number,  ///< the same, the top bit of the highest byte is the sign
  count,          ///< packed BCD: how often, how many, which
  binary,         ///< how much in binary, lowest byte first; with words: which one of them
  binary_high,    ///< the same, highest byte first, with `decimals`
  instant,        ///< seconds since 2000 on the meter's clock, in binary, highest byte first
  digits,         ///< an address, a meter's or a customer's number: BCD without a point
  text,           ///< ASCII, sent backwards
  date,           ///< WW DD MM YY, or DD MM YY
  time,           ///< ss mm hh, or mm hh
  month_day,      ///< DD MM: once a year
  moment,         ///< mm hh DD MM YY; with ss before; with ss before and WW between time and date
  day_and_hour,   ///< hh DD: once a month
  hour_of_day,    ///< mm hh 00 00: the number hhmm
  weekdays,       ///< a number in packed BCD whose bit 0 is Sunday
  flag,           ///< 1 or 0 in packed BCD
  recurring,      ///< mm hh DD MM, each pair 99: every one; all zeros: never
  choice,         ///< which one of some words, packed BCD; what is none of them is a count
  peak,           ///< a number of 3 bytes, and the moment when it was
  bits,           ///< a status word
  record,         ///< several values in one, or bytes that nobody takes apart
};
/// "number", "signed" … as `kwota frame items` prints it.
std::string_view name_of(Format format);

/// How a value lies in its bytes.
struct Shape {
  Format format = Format::number;
  std::uint8_t bytes = 4, decimals = 0;
  std::string_view unit{};  ///< "kWh", "V", "currency" …; empty: none
  unsigned word = 0;        ///< of a status word: 1..7
  std::span<const std::string_view> words{};  ///< of a choice, from 0 on
};

/// In units of the last decimal.
struct Number {
  std::int64_t units = 0;
  std::uint8_t decimals = 0;
  std::string_view unit{};
  /// "-12.34"
  std::string text() const;
  friend bool operator==(const Number&, const Number&) = default;
};
struct Count {
  std::int64_t number = 0;
  friend bool operator==(const Count&, const Count&) = default;
};
struct Digits {
  std::string digits;
  friend bool operator==(const Digits&, const Digits&) = default;
};
struct Words {
  std::string text;
  friend bool operator==(const Words&, const Words&) = default;
};
/// The day of the week as the meter counts it: 0 Sunday … 6 Saturday, where it says it.
struct Day {
  LocalDate date;
  std::optional<unsigned> weekday{};
  friend bool operator==(const Day&, const Day&) = default;
};
struct TimeOfDay {
  unsigned hour = 0, minute = 0;
  std::optional<unsigned> second{};
  friend bool operator==(const TimeOfDay&, const TimeOfDay&) = default;
};
struct Moment {
  LocalTime at;
  bool has_seconds = false;
  std::optional<unsigned> weekday{};
  friend bool operator==(const Moment&, const Moment&) = default;
};
/// Every year.
struct MonthDay {
  unsigned month = 1, day = 1;
  friend bool operator==(const MonthDay&, const MonthDay&) = default;
};
/// Every month.
struct DayAndHour {
  unsigned day = 1, hour = 0;
  friend bool operator==(const DayAndHour&, const DayAndHour&) = default;
};
/// Bit 0 is Sunday.
struct Weekdays {
  unsigned days = 0;
  friend bool operator==(const Weekdays&, const Weekdays&) = default;
};
struct Flag {
  bool is_set = false;
  friend bool operator==(const Flag&, const Flag&) = default;
};
/// MMDDhhmm, each pair 99: every one; 0: never.
struct Recurring {
  std::int64_t pattern = 0;
  friend bool operator==(const Recurring&, const Recurring&) = default;
};
struct Choice {
  std::int64_t number = 0;
  std::string_view word{};
  friend bool operator==(const Choice&, const Choice&) = default;
};
/// The most that was, and when.
struct Peak {
  Number most;
  Moment at;
  friend bool operator==(const Peak&, const Peak&) = default;
};
struct Raw {
  Bytes bytes;  ///< as they came
  friend bool operator==(const Raw&, const Raw&) = default;
};
/// The meter has the item, and no value of it now.
struct Missing {
  Bytes bytes;  ///< as they came
  std::string_view why{};
  friend bool operator==(const Missing&, const Missing&) = default;
};

struct Value {
  std::variant<Missing, Number, Count, Digits, Words, Day, TimeOfDay, Moment, MonthDay, DayAndHour, Weekdays, Flag, Recurring, Choice, Peak, StatusWord, Raw> reported;

  bool available() const { return !std::holds_alternative<Missing>(reported); }
  /// What people read and type: "220.0", "2026-11-20 14:05", "0010 relay open". Empty: there is no value.
  std::string text() const;
  /// Of a number; empty: it has none.
  std::string_view unit() const;
  /// The text with its unit.
  std::string text_with_unit() const;
  template <class Kind>
  const Kind* if_a() const {
    return std::get_if<Kind>(&reported);
  }
  friend bool operator==(const Value&, const Value&) = default;
};

/// Nothing: the bytes have another length. Texts and digits are shorter or longer in some meters than the standard says.
std::optional<Value> read_value(const Shape& shape, ByteView data);
/// The way back: the bytes of a text that read_value() would give. Nothing: it does not fit, or such values are never written.
std::optional<Bytes> write_value(const Shape& shape, std::string_view text);

/// Of a number in units of its last decimal; digits, dates and times are numbers without a point, status words are binary. Nothing
/// when it does not fit, or the value is a text or a record.
std::optional<Bytes> bytes_of(const Shape& shape, std::int64_t value);
/// The way back; nothing when it is no number, or its nibbles are no digits.
std::optional<std::int64_t> number_in(const Shape& shape, ByteView data);

/// ss mm hh DD MM YY, packed, as orders and records have it; nothing: that is no moment.
std::optional<LocalTime> moment_in(ByteView low_first);
/// The way back.
std::array<std::uint8_t, 6> moment_bytes(const LocalTime& at);
/// "2026-11-20 14:05"
std::string format_minute(const LocalTime& at);

}  // namespace kwota::dlt645
