// The one gate for texts that come from outside – typed, sent, imported, read off a device: valid UTF-8, not too long, and nothing
// in it that a page or a slip shows as something else than it is (control characters, changes of direction, invisible ones).
// Guarantees: what passed may stand in the books, in JSON, in CSV and on paper as it is.
// Never: changes a text. Names that look alike are judged where names are given (people).   Begin with admit().
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "base/result.h"

namespace kwota::text_gate {

enum class Kind : std::uint8_t {
  line,   ///< one line: a name, a reason, a cell
  lines,  ///< may have line ends and tabs: a document, a file
};

enum class Flaw : std::uint8_t { not_utf8, character, too_long };

struct Found {
  Flaw flaw;
  std::size_t at = 0;           ///< byte where it begins
  std::uint32_t character = 0;  ///< the code point, of Flaw::character
};

/// Longest text where a field says nothing else, in characters (code points).
inline constexpr std::size_t characters_max = 1000;

/// The first flaw, nothing when the text is good. Strict UTF-8 (RFC 3629): no overlong forms, no surrogates.
std::optional<Found> flaw_of(std::string_view text, Kind kind, std::size_t longest = characters_max);
bool is_utf8(std::string_view text);

/// Errors `text_not_utf8` {field}, `text_character` {field, character: "U+202E"}, `text_too_long` {field, longest}; nothing was changed.
Result<void> admit(std::string_view field, std::string_view text, Kind kind = Kind::line, std::size_t longest = characters_max);

inline constexpr std::size_t code_length_max = 32;  ///< characters
/// A code by which others refer to a row: it stands in addresses, files and cells of other programs, so it begins with a letter or a digit of any alphabet
/// and has, behind that, only these and - _ . ( ) # and single blanks; no blank ends it. Errors `code_missing`, `code_malformed` {code, longest}.
Result<void> admit_code(std::string_view code);

}  // namespace kwota::text_gate
