// Square codes (ISO/IEC 18004, error correction L), black or white by row and column: whoever draws them – paper, page, printer – draws these.
// Begin with square_code().
#pragma once
#include <cstddef>
#include <optional>
#include <string>
#include <vector>

namespace kwota::serve {

struct SquareCode {
  std::size_t width = 0;     ///< modules a side, without the quiet zone of four
  std::vector<bool> black;   ///< row by row
  bool at(std::size_t row, std::size_t column) const { return black[row * width + column]; }
};
/// Nothing: no code holds so much.
std::optional<SquareCode> square_code(const std::string& text);
/// All black modules as one path of an SVG picture, each a square of 1.
std::string path_of(const SquareCode& code);

}  // namespace kwota::serve
