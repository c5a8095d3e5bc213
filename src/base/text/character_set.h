// Text in the character sets of other systems: files of other programs, fonts of printers, names on cards. Inside the house all text is UTF-8.
// Begin with from_utf8(), to_utf8().
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwota {

enum class CharacterSet : std::uint8_t { gb18030, windows1251, cp866, ascii };

/// Nothing: a character that the set does not have, or bytes that are none of it.
std::optional<std::string> from_utf8(std::string_view text, CharacterSet set);
std::optional<std::string> to_utf8(std::string_view bytes, CharacterSet set);

}  // namespace kwota
