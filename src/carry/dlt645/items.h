// The data identifiers of DL/T 645 that a payment meter needs, declared once: what each one is, how many bytes it has and how
// they are read. The meter's server, the head-end, the command line, the documentation and the tests use this one table. Facts:
// DL/T 645-2007 annex A, Q/GDW 354, DL/T 645-1997 annex A; meters.md 2. Guarantees: numbers pass as whole numbers and decimal
// text, never as floating point; a value that the meter has not (FF, or nibbles that are no digits) is "not available", never a
// number. Begin with find_item(), read_value() and write_value().
#pragma once
#include <optional>
#include <span>
#include <string>

#include "base/core/bcd.h"
#include "carry/dlt645/frame.h"

namespace kwota::dlt645 {

/// A data identifier, DI3 DI2 DI1 DI0 (1997: DI1 DI0) as one number.
struct Identifier {
  Edition edition = Edition::y2007;
  std::uint32_t value = 0;
  constexpr std::size_t bytes() const { return edition == Edition::y2007 ? 4 : 2; }
  /// "00010000" or "9010".
  std::string text() const;
  friend constexpr bool operator==(Identifier, Identifier) = default;
};
/// Lowest byte first, as it is sent.
Bytes wire(Identifier identifier);
/// What a frame's data begin with; nothing for functions without an identifier, error answers, and data that are too short.
std::optional<Identifier> identifier_of(const Frame& frame);

enum class Format : std::uint8_t {
  number,         ///< packed BCD with `decimals`
  signed_number,  ///< the same, the top bit of the highest byte is the sign
  digits,         ///< an address, a meter's or a customer's number: BCD without a point
  text,           ///< ASCII, sent backwards
  time,           ///< BCD groups, lowest first: ss mm hh …, shown as they are read
  bits,           ///< status words
  record,         ///< several values in one; shown as bytes
};

/// What it takes to write an item.
enum class Writing : std::uint8_t {
  never,
  password,  ///< a password of level 00 to 04 while the factory's keys are in force, afterwards sealed
  sealed,    ///< PA 99: plain with a MAC of the utility's keys, in an authenticated session
};
/// "-", "password", "sealed".
std::string_view name_of(Writing writing);

/// A row: identifiers with `value` under `mask` are this item.
struct Item {
  Edition edition = Edition::y2007;
  std::uint32_t value = 0, mask = 0xFFFFFFFF;
  std::string_view name{};  ///< stable, snake_case
  Format format = Format::number;
  std::uint8_t bytes = 4, decimals = 0;
  std::string_view unit{};  ///< "kWh", "V", "currency" …; empty: none
  Writing writing = Writing::never;

  /// The identifier as it is written, with n for each digit that is free: "0001nnnn".
  std::string pattern() const;
};

std::span<const Item> items();
/// The item of an identifier; a row with more fixed digits stands before a more general one.
const Item* find_item(Identifier identifier);
/// Whether FF in DI1 or DI0 (2007) asks for all values of that position.
bool is_block(Identifier identifier);

/// One value of an item in words. `text` is empty when the meter has no such value now.
struct Value {
  std::string text;
  std::string_view unit;
  bool available() const { return !text.empty(); }
};
/// Error `wrong_item_length`{item, bytes, expected}.
Result<Value> read_value(const Item& item, ByteView data);

/// The way back: the bytes of a text that read_value() would give. Error `value_does_not_fit`{item, value}.
Result<Bytes> write_value(const Item& item, std::string_view text);
/// Of a number in units of its last decimal; digits and times are numbers without a point, status words are binary. Nothing when
/// it does not fit, or the item is a text or a record.
std::optional<Bytes> bytes_of(const Item& item, std::int64_t value);
/// The way back; nothing when the item is no number, or its nibbles are no digits.
std::optional<std::int64_t> number_in(const Item& item, ByteView data);

}  // namespace kwota::dlt645
