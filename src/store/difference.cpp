#include "store/difference.h"

#include <fmt/format.h>

namespace kwota::store {

void JsonText::text(std::string_view value) {
  text_ += '"';
  for (const char c : value) {
    if (c == '"' || c == '\\')
      (text_ += '\\') += c;
    else if (static_cast<unsigned char>(c) < 0x20)
      text_ += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    else
      text_ += c;
  }
  text_ += '"';
}

}  // namespace kwota::store
