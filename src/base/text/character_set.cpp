#include "base/text/character_set.h"

#include <iconv.h>

#include <array>

namespace kwota {
namespace {

/// By their number, as iconv(3) knows them.
constexpr std::array names{"GB18030", "CP1251", "CP866", "ASCII"};
constexpr auto name_of = [](CharacterSet set) { return names[static_cast<std::size_t>(set)]; };
constexpr auto utf8 = "UTF-8";
/// No character of one set needs more bytes than this in another for each of its own.
constexpr std::size_t growth = 4;

std::optional<std::string> converted(std::string_view text, const char* from, const char* to) {
  const iconv_t conversion = ::iconv_open(to, from);
  if (conversion == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in(text), out(text.size() * growth, '\0');
  char *read = in.data(), *written = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool whole = ::iconv(conversion, &read, &left, &written, &room) == 0 && left == 0;
  ::iconv_close(conversion);
  if (!whole) return std::nullopt;
  out.resize(out.size() - room);
  return out;
}

}  // namespace

std::optional<std::string> from_utf8(std::string_view text, CharacterSet set) { return converted(text, utf8, name_of(set)); }
std::optional<std::string> to_utf8(std::string_view bytes, CharacterSet set) { return converted(bytes, name_of(set), utf8); }

}  // namespace kwota
