#include "serve/paper/letters.h"

#include <algorithm>
#include <utility>

namespace kwota::serve {
namespace {

/// In Chinese letter sets Cyrillic, Greek and signs take two columns, and the grid counted one.
bool fits_grid(std::string_view text) {
  return std::ranges::none_of(text, [](char c) { return static_cast<unsigned char>(c) >= 0xC2 && static_cast<unsigned char>(c) <= 0xE2; });
}

/// The yen sign of Chinese letter sets is as wide as a character: it takes the blank before it along.
std::string in_han_columns(std::string text) {
  constexpr std::string_view narrow = " \u00A5", wide = "\uFFE5";
  for (auto at = text.find(narrow); at != std::string::npos; at = text.find(narrow, at)) text.replace(at, narrow.size(), wide);
  return text;
}

/// Printers know the characters of two bytes alone.
bool has_four_bytes(std::string_view encoded) {
  for (std::size_t i = 0; i + 1 < encoded.size(); ++i) {
    if (static_cast<unsigned char>(encoded[i]) < 0x80) continue;
    if (static_cast<unsigned char>(encoded[i + 1]) < 0x40) return true;
    ++i;
  }
  return false;
}

}  // namespace

/// n as Epson numbers its pages: 17 is PC866, 46 is WPC1251, 0 is PC437, whose lower half is ASCII.
Letters letters_of(Glyphs glyphs) {
  switch (glyphs) {
    case Glyphs::gb18030: return {CharacterSet::gb18030, true, 0};
    case Glyphs::cp866: return {CharacterSet::cp866, false, 17};
    case Glyphs::windows1251: return {CharacterSet::windows1251, false, 46};
    case Glyphs::ascii:
    case Glyphs::dots: break;
  }
  return {CharacterSet::ascii, false, 0};
}

std::string without_controls(std::string text) {
  std::erase_if(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
  return text;
}

std::string plain_signs(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> same[] = {{"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}, {"\u2013", "-"}, {"\u2014", "-"},
                                                                     {"\u2212", "-"}, {"\u00D7", "x"}, {"\u2026", ".."}, {"\u2248", "~"}, {"\u00AB", "\""}, {"\u00BB", "\""}, {"\u20BD", "\u0440"}, {"\u22C5", "\u00B7"}};
  for (const auto& [from, to] : same)
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

std::optional<std::string> in_letters(const std::string& plain_text, const Letters& letters) {
  const auto text = letters.han ? in_han_columns(plain_text) : plain_text;
  if (letters.han && !fits_grid(text)) return std::nullopt;
  auto out = from_utf8(text, letters.set);
  return out && letters.han && has_four_bytes(*out) ? std::nullopt : out;
}

}  // namespace kwota::serve
