// The data identifiers of DL/T 645 that a payment meter needs, declared once (item_rows.cpp): what each one is, and how its value lies
// in its bytes (values.h). The meter's server, the head-end, the command line, the documentation and the tests use this one table.
// Facts: DL/T 645-2007 annex A, Q/GDW 354, DL/T 645-1997 annex A; meters.md 2. Guarantees: a value that the meter has not (FF, or
// nibbles that are no digits) is missing, never a number; of a block only what the table knows has a name. Begin with find_item(),
// read_value() and read_values().
#pragma once
#include <optional>
#include <span>
#include <string>

#include "carry/dlt645/frame.h"
#include "carry/dlt645/values.h"

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

/// What it takes to write an item.
enum class Writing : std::uint8_t {
  never,
  password,  ///< a password of level 00 to 04 while the factory's keys are in force, afterwards sealed
  sealed,    ///< PA 99: plain with a MAC of the utility's keys, in an authenticated session
  handheld,  ///< PA 99: plain with the code of a handheld that has proved itself at the infrared port (seal/recipes/infrared.h)
};
/// "-", "password", "sealed", "handheld".
std::string_view name_of(Writing writing);

/// A part of a record.
struct Part {
  std::string_view name{};
  Shape shape{};
};

/// How a value of a row looks on the wire and in words.
struct Example {
  std::string_view bytes{}, text{};
};

/// A row: identifiers with `value` under `mask` are this item.
struct Item {
  Edition edition = Edition::y2007;
  std::uint32_t value = 0, mask = 0xFFFFFFFF;
  std::string_view name{};  ///< stable, snake_case
  Format format = Format::number;
  std::uint8_t bytes = 4, decimals = 0;
  std::string_view unit{};
  Example example{};
  Writing writing = Writing::never;
  bool total = false;             ///< place 0 of a block is the total of the others; else places begin with 1
  bool rates = false;             ///< meters of several rates tell the total and its rates in one value
  std::span<const Part> parts{};  ///< of a record, in their order, over and over again to its end
  std::uint8_t again_from = 0;    ///< the first of the parts that come again; those before it come once
  std::span<const std::string_view> words{};  ///< of a choice, from 0 on
  bool listed = false;            ///< a count of one byte, and so many records of `bytes`

  constexpr Item with_total() const {
    Item row = *this;
    row.total = true;
    return row;
  }
  constexpr Item with_rates() const {
    Item row = *this;
    row.rates = true;
    return row;
  }
  constexpr Item made_of(std::span<const Part> of) const {
    Item row = *this;
    row.parts = of;
    return row;
  }
  /// The last part as often as there is one.
  constexpr Item head_and_many(std::span<const Part> of) const {
    Item row = made_of(of);
    row.again_from = static_cast<std::uint8_t>(of.size() - 1);
    return row;
  }
  constexpr Item one_of(std::span<const std::string_view> of) const {
    Item row = *this;
    row.words = of;
    return row;
  }
  constexpr Item list_of(std::span<const Part> of) const {
    Item row = made_of(of);
    row.listed = true;
    return row;
  }

  Shape shape() const { return {format, bytes, decimals, unit, format == Format::bits ? value & 0xFF : 0, words}; }
  /// Its value runs on between writing and reading it back.
  bool runs() const { return writing == Writing::password; }
  /// The identifier as it is written, with n for each digit that is free: "0001nnnn".
  std::string pattern() const;
};

std::span<const Item> items();
/// The item of an identifier; a row with more fixed digits stands before a more general one.
const Item* find_item(Identifier identifier);
/// The one that a row is known by: the total where it has one, else place 1.
Identifier first_of(const Item& item);
/// Whether it asks for all values of a position: FF in DI1 or DI0 (1997: the last digit F), where no record has this name.
bool is_block(Identifier identifier);

/// Error `wrong_item_length`{item, bytes, expected}.
Result<Value> read_value(const Item& item, ByteView data);
/// Error `value_does_not_fit`{item, value}.
Result<Bytes> write_value(const Item& item, std::string_view text);
inline std::optional<Bytes> bytes_of(const Item& item, std::int64_t value) { return bytes_of(item.shape(), value); }
inline std::optional<std::int64_t> number_in(const Item& item, ByteView data) { return number_in(item.shape(), data); }

/// One value of what a meter told.
struct ReportedValue {
  Identifier identifier{};    ///< of a block's value its own; of a record's part the record's
  std::string_view name{};    ///< of the item, or of the part; empty: the table does not know it
  Value value{};
};
/// What stands behind an identifier, taken apart: one value, the values of a block in their order, or the parts of a record. Bytes of
/// a block that the table does not know come last, as they are. Errors: `unknown_item`{item}, `wrong_item_length`.
Result<std::vector<ReportedValue>> read_values(Identifier identifier, ByteView data);
/// "purchase_time 2026-11-20 14:05, purchase_count 7"; a single value without its name.
std::string text_of(std::span<const ReportedValue> reported);

}  // namespace kwota::dlt645
