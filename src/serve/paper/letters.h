// Texts in the letter sets of printers: what cannot be written in one is said, nothing is left out and nothing becomes a question mark.
// Begin with in_letters().
#pragma once
#include <cstdint>
#include <optional>
#include <string>

#include "base/text/character_set.h"

namespace kwota::serve {

/// How a printer is given its letters; the books' words for it are books::Letterset.
enum class Glyphs : std::uint8_t { gb18030, cp866, windows1251, ascii, dots };

struct Letters {
  CharacterSet set;
  bool han;           ///< two bytes a character: FS &
  std::uint8_t page;  ///< ESC t n of slip printers
};
Letters letters_of(Glyphs glyphs);

/// A text of ours is no command.
std::string without_controls(std::string text);
/// What no printer's letters have, by what every one of them has: dashes, the multiplication sign, spaces that do not break.
std::string plain_signs(std::string text);
/// The bytes; nothing: these letters cannot write it.
std::optional<std::string> in_letters(const std::string& plain_text, const Letters& letters);

}  // namespace kwota::serve
