// Money counted by notes and coins: so many of each value.   Begin with Pieces.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/core/core.h"
#include "books/parts/values.h"

namespace kwota::books {

/// So many notes or coins of one value.
struct Piece {
  Money value;
  std::int64_t count = 0;
  friend bool operator==(const Piece&, const Piece&) = default;
};
struct Pieces : std::vector<Piece> {
  using std::vector<Piece>::vector;
  Money sum() const;
};
/// "10000x7;5000x1", empty: none.
std::string to_text(const Pieces& pieces);
/// What is no such text is one piece of a value that nobody has.
Pieces parse_pieces(std::string_view text);

template <class Sink>
void put(Sink& sink, const Pieces& value) { sink.text_copy(to_text(value)); }
inline void get(const ValueSource& from, int column, Pieces& value) { value = parse_pieces(from.get_text(column)); }

}  // namespace kwota::books
