// What a slip says and what a row tells of registers is, from row to row, the same text but for its numbers. Such a text (books::ColumnInfo::of_one_shape, and
// what chained rows tell) may be kept as its shape, once for all rows that have it, and as its numbers, in the row (store/sqlite/kept.h):
//   {"lines":[{"id":"energy","minor":9727,"price":"0.5"}]}      shape   {"lines":[{"id":"energy","minor":#,"price":"#.#"}]}
//                                                               row     9727, 0, 5
// Guarantees: put_together() of what was taken apart is the text to the letter, zeros before a number and signs "#" included; bytes that nothing was taken
// apart into give nothing, and are read no further than they go. Begin with taken_apart().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/bytes.h"

namespace kwota::store {

/// A text taken apart. "#" in the shape: here stands the next number.
struct Shaped {
  std::string shape;
  Bytes numbers;
};
Shaped taken_apart(std::string_view text);
/// The text again; nothing: these are no numbers of this shape.
std::optional<std::string> put_together(std::string_view shape, ByteView numbers);

/// Seven bits a byte, the lowest first; the highest bit says that more follow. Below 2^63.
void add_number(Bytes& to, std::uint64_t value);
/// Takes it off the beginning; nothing: there is none.
std::optional<std::uint64_t> next_number(ByteView& from);

}  // namespace kwota::store
