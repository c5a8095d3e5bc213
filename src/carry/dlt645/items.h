// The data identifiers of DL/T 645 that a payment meter needs, declared once: what each one is, how many bytes it has and how
// they are read. The meter's server, the head-end, the command line, the documentation and the tests use this one table. Facts:
// DL/T 645-2007 annex A, Q/GDW 354, DL/T 645-1997 annex A; meters.md 2. Guarantees: numbers pass as whole numbers and decimal
// text, never as floating point; a value that the meter has not (FF, or nibbles that are no digits) is "not available", never a
// number. Begin with find_item() and read_value().
#pragma once
#include <optional>
#include <span>
#include <string>

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

/// A row: identifiers with `value` under `mask` are this item.
struct Item {
  Edition edition = Edition::y2007;
  std::uint32_t value = 0, mask = 0xFFFFFFFF;
  std::string_view name{};  ///< stable, snake_case
  Format format = Format::number;
  std::uint8_t bytes = 4, decimals = 0;
  std::string_view unit{};  ///< "kWh", "V", "currency" …; empty: none
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

}  // namespace kwota::dlt645
