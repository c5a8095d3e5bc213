// Files of other programs come in other encodings: which one this is – guessed, or as somebody says –, and its text as UTF-8.
// Guarantees: what comes out is valid UTF-8; valid UTF-8 is never taken for anything else.
// Never: mends a text that fits no encoding.   Begin with read_text().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"

namespace kwota::customer {

enum class Encoding : std::uint8_t { utf8, gb18030, windows1251 };
std::string_view name_of(Encoding encoding);  ///< "UTF-8", "GB18030", "Windows-1251": shown to whoever imports
/// What somebody says of a file, by that name; empty: nothing, so it is guessed. Error `unknown_encoding` {encoding}.
Result<std::optional<Encoding>> encoding_said(std::string_view name);

struct TextOfFile {
  std::string text;
  Encoding encoding = Encoding::utf8;
};
/// `said`: by whoever knows the file; few short words look like another language's. Errors: `encoding_unknown`: neither of the three; `encoding_differs`
/// {encoding}: not what was said.
Result<TextOfFile> read_text(std::string_view bytes, std::optional<Encoding> said = {});

}  // namespace kwota::customer
