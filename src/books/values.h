// The values of a row, column by column: who takes them, who gives them, and how each kind of value goes either way.
//   numbers, money, energy, time -> integers (minor units, Wh, ms UTC)     text, words, numbers of meters and customers, serials -> text
//   optional -> nothing when there is nothing, a first key version too
// Engines, hashes and files know these three alone; nothing here knows a row.   Begin with put() and get().
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
#include "base/time.h"
#include "base/words.h"

namespace kwota::books {

struct KeyNumber;
struct Leg;

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
};

/// Gives the values of a row by the place of the column; legs have none.
class ValueSource {
 public:
  virtual ~ValueSource() = default;
  virtual bool is_null(int column) const = 0;
  virtual std::int64_t get_integer(int column) const = 0;
  virtual std::string_view get_text(int column) const = 0;  ///< until the next row
};

/// One value by itself: part of a key, a bound of a question.
using Value = std::variant<std::monostate, std::int64_t, std::string>;

// ---- out of a row -------------------------------------------------------------------------------------------------------

template <class Sink>
void put(Sink& sink, const std::string& value) { sink.text(value); }
template <class Sink, class Number>
requires std::is_integral_v<Number>
void put(Sink& sink, Number value) { sink.integer(static_cast<std::int64_t>(value)); }
template <class Sink>
void put(Sink& sink, Money value) { sink.integer(value.minor()); }
template <class Sink>
void put(Sink& sink, Energy value) { sink.integer(value.wh()); }
template <class Sink>
void put(Sink& sink, Instant value) { sink.integer(value.ms()); }
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
void put(Sink& sink, TwelveDigits<Tag> value) {
  char digits[12];
  auto rest = value.value();
  for (int i = 12; i-- > 0; rest /= 10) digits[i] = static_cast<char>('0' + rest % 10);
  sink.text_copy({digits, 12});
}
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

// ---- into a row ---------------------------------------------------------------------------------------------------------

inline void get(const ValueSource& from, int column, std::string& value) { value = from.get_text(column); }
template <class Number>
requires std::is_integral_v<Number>
void get(const ValueSource& from, int column, Number& value) {
  if constexpr (std::is_same_v<Number, bool>)
    value = from.get_integer(column) != 0;
  else
    value = static_cast<Number>(from.get_integer(column));
}
inline void get(const ValueSource& from, int column, Money& value) { value = Money::minor(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Energy& value) { value = Energy::wh(from.get_integer(column)); }
inline void get(const ValueSource& from, int column, Instant& value) { value = Instant::from_ms(from.get_integer(column)); }
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
