// The values of a row, column by column: who takes them, who gives them, and how each kind of value goes either way.
//   numbers, money, energy, time -> integers (minor units, Wh, ms UTC)     text, words, serials -> text
//   local dates and times -> text, "2026-11-20" and "2026-11-20 14:05:09", which sorts as they do, and nothing there is empty text; sets of states -> integers
//   numbers of meters and customers -> digits     bytes as hexadecimal text -> hex
//   credit -> its amount; the row's column "unit" says of what
//   optional -> nothing when there is nothing, a first key version too
// Engines, hashes and files know these alone, and whoever has no better way takes digits and hex as text; nothing here knows a row.   Begin with put() and get().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <type_traits>
#include <variant>
#include <vector>

#include "base/core/core.h"
#include "base/ids_text.h"
#include "base/text/measured.h"
#include "base/text/status_words.h"
#include "base/time.h"
#include "base/words.h"

namespace kwota::books {

struct KeyNumber;
struct Leg;

/// Bytes as hexadecimal text: what a card returned, a hash. An engine may keep the bytes.
struct Hex : std::string {
  using std::string::string;
  Hex() = default;
  Hex(std::string text) : std::string(std::move(text)) {}  // NOLINT: such a text it is
};

/// Takes the values of a row in the order of its columns: a statement that binds them, a hash, a text.
class ValueSink {
 public:
  virtual ~ValueSink() = default;
  virtual void column(std::string_view /*name*/) {}  ///< of the value that comes next
  virtual void null() = 0;
  virtual void integer(std::int64_t value) = 0;
  virtual void text(std::string_view value) = 0;       ///< lives as long as the row
  virtual void text_copy(std::string_view value) = 0;  ///< lives only now
  virtual void legs(const std::vector<Leg>&) {}        ///< rows of their own wherever they are stored
  /// Of a meter or a customer: an engine may keep the number.
  virtual void digits(std::uint64_t value) {
    char text[12];
    for (int i = 12; i-- > 0; value /= 10) text[i] = static_cast<char>('0' + value % 10);
    text_copy({text, 12});
  }
  virtual void hex(std::string_view value) { text(value); }  ///< lives as long as the row
};

/// Gives the values of a row by the place of the column; legs have none.
class ValueSource {
 public:
  virtual ~ValueSource() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t get_integer(int column) const = 0;
  virtual std::string_view get_text(int column) const = 0;  ///< until the next row; of a number with twelve digits those that count
  virtual std::string get_hex(int column) const { return std::string(get_text(column)); }
};

/// One value by itself: part of a key, a bound of a question.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

// ---- out of a row -------------------------------------------------------------------------------------------------------

template <class Sink>
void put(Sink& sink, const std::string& value) { sink.text(value); }
template <class Sink>
void put(Sink& sink, const Hex& value) { sink.hex(value); }
template <class Sink, class Number>
requires std::is_integral_v<Number>
void put(Sink& sink, Number value) { sink.integer(static_cast<std::int64_t>(value)); }
template <class Sink>
void put(Sink& sink, Money value) { sink.integer(value.minor()); }
/// The unit stands in a column of its own, once for all credits of the row.
template <class Sink>
void put(Sink& sink, Credit value) { sink.integer(value.amount()); }
template <class Sink>
void put(Sink& sink, Energy value) { sink.integer(value.wh()); }
template <class Sink>
void put(Sink& sink, Volume value) { sink.integer(value.litres()); }
template <class Sink>
void put(Sink& sink, Instant value) { sink.integer(value.ms()); }
template <class Sink>
void put(Sink& sink, const LocalDate& value) { sink.text_copy(format_date(value)); }
template <class Sink>
void put(Sink& sink, const LocalTime& value) { sink.text_copy(format_local(value)); }
template <class Sink>
void put(Sink& sink, const StatusWords& value) { sink.text_copy(to_text(value)); }
template <class Sink>
void put(Sink& sink, const StatusFindings& value) { sink.text_copy(to_text(value)); }
template <class Sink>
void put(Sink& sink, const Measurements& value) { sink.text_copy(to_text(value)); }
template <class Sink, Worded E>
void put(Sink& sink, WordSet<E> value) { sink.integer(value.bits()); }
template <class Sink>
void put(Sink& sink, SequenceNumber value) { sink.integer(value.value()); }
template <class Sink, std::same_as<KeyNumber> Number>
void put(Sink& sink, Number value) {
  if (value.value == Number::first)
    sink.null();
  else
    sink.integer(value.value);
}
template <class Sink, Worded E>
void put(Sink& sink, E value) { sink.text(word_of(value)); }
template <class Sink, class Tag>
void put(Sink& sink, TwelveDigits<Tag> value) { sink.digits(value.value()); }
template <class Sink>
void put(Sink& sink, const CardSerial& value) { sink.text_copy(to_text(value)); }
template <class Sink>
void put(Sink& sink, const std::vector<Leg>& value) { sink.legs(value); }
template <class Sink, class T>
void put(Sink& sink, const std::optional<T>& value) {
  if (value)
    put(sink, *value);
  else
    sink.null();
}

// They stand in orders of lists, whose columns say something in every row.
template <class Sink>
void put(Sink& sink, const std::optional<LocalDate>& value) { sink.text_copy(value ? format_date(*value) : std::string{}); }
template <class Sink>
void put(Sink& sink, const std::optional<LocalTime>& value) { sink.text_copy(value ? format_local(*value) : std::string{}); }

// ---- into a row ---------------------------------------------------------------------------------------------------------

inline void get(const ValueSource& from, int column, std::string& value) { value = from.get_text(column); }
inline void get(const ValueSource& from, int column, Hex& value) { value = Hex(from.get_hex(column)); }
template <class Number>
requires std::is_integral_v<Number>
void get(const ValueSource& from, int column, Number& value) {
  if constexpr (std::is_same_v<Number, bool>)
    value = from.get_integer(column) != 0;
  else
    value = static_cast<Number>(from.get_integer(column));
}
inline void get(const ValueSource& from, int column, Money& value) { value = Money::minor(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Credit& value) { value = Credit::of(value.unit(), from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Energy& value) { value = Energy::wh(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Volume& value) { value = Volume::litres(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Instant& value) { value = Instant::from_ms(from.get_integer(column)); }
// What is no date or time, in a row that somebody wrote by hand, is read as one that no calendar has, and hashes as that.
inline constexpr LocalDate no_date{0, 0, 0};
inline void get(const ValueSource& from, int column, LocalDate& value) {
  const auto date = parse_date(from.get_text(column));
  value = date.ok() ? *date : no_date;
}
inline void get(const ValueSource& from, int column, LocalTime& value) {
  const auto time = parse_local(from.get_text(column));
  value = time.ok() ? *time : LocalTime{no_date};
}
inline void get(const ValueSource& from, int column, std::optional<LocalDate>& value) {
  if (from.get_text(column).empty()) return value.reset();
  get(from, column, value.emplace());
}
inline void get(const ValueSource& from, int column, std::optional<LocalTime>& value) {
  if (from.get_text(column).empty()) return value.reset();
  get(from, column, value.emplace());
}
inline void get(const ValueSource& from, int column, StatusWords& value) { value = parse_status_words(from.get_text(column)); }
inline void get(const ValueSource& from, int column, StatusFindings& value) { value = parse_status_findings(from.get_text(column)); }
inline void get(const ValueSource& from, int column, Measurements& value) { value = parse_measurements(from.get_text(column)); }
template <Worded E>
void get(const ValueSource& from, int column, WordSet<E>& value) { value = WordSet<E>::of_bits(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, SequenceNumber& value) {
  value = SequenceNumber(static_cast<std::uint32_t>(from.get_integer(column)));
}
template <class Tag>
void get(const ValueSource& from, int column, TwelveDigits<Tag>& value) {
  std::uint64_t number = 0;
  for (const char digit : from.get_text(column)) number = number * 10 + static_cast<std::uint64_t>(digit - '0') % 10;
  value = TwelveDigits<Tag>::from(number);
}
template <std::same_as<KeyNumber> Number>
void get(const ValueSource& from, int column, Number& value) {
  value = from.is_null(column) ? Number::first : static_cast<std::uint8_t>(from.get_integer(column));
}
template <Worded E>
void get(const ValueSource& from, int column, E& value) {
  value = parse_word<E>(from.get_text(column)).value_or(no_word<E>);
}
inline void get(const ValueSource& from, int column, CardSerial& value) {
  auto serial = parse_card_serial(from.get_text(column));
  value = serial ? *serial : CardSerial{};
}
template <class T>
void get(const ValueSource& from, int column, std::optional<T>& value) {
  if (from.is_null(column)) return value.reset();
  get(from, column, value.emplace());
}

// ---- one value ----------------------------------------------------------------------------------------------------------

/// Keeps the value that it is given.
class ValueKeeper final : public ValueSink {
 public:
  void null() override { value = std::monostate{}; }
  void integer(std::int64_t number) override { value = number; }
  void text(std::string_view words) override { value = std::string(words); }
  void text_copy(std::string_view words) override { text(words); }
  Value value;
};

inline Value value_of(std::string_view text) { return std::string(text); }
inline Value value_of(const char* text) { return std::string(text); }
template <class T>
Value value_of(const T& value) {
  ValueKeeper keeper;
  put(keeper, value);
  return std::move(keeper.value);
}

}  // namespace kwota::books
