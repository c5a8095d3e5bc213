#include "serve/paper/escp.h"

#include <algorithm>
#include <tuple>

namespace kwota::serve {
namespace {

constexpr std::uint8_t escape = 0x1B, file_separator = 0x1C, line_feed = 0x0A, carriage_return = 0x0D, form_feed = 0x0C;
constexpr int units_a_column = 6;  ///< ESC $ counts in 1/60 inch

void put(Bytes& out, std::initializer_list<std::uint8_t> bytes) { out.insert(out.end(), bytes); }

/// ESC ( t puts PC866 at place 1, ESC t 1 chooses it; ASCII needs neither.
void choose_letters(Bytes& out, const Letters& letters, Glyphs glyphs) {
  if (letters.han) return put(out, {file_separator, '&'});
  put(out, {file_separator, '.'});
  if (glyphs == Glyphs::cp866) put(out, {escape, '(', 't', 3, 0, 1, 14, 0, escape, 't', 1});
}

void go_to_column(Bytes& out, int column) {
  const auto at = static_cast<unsigned>((column - 1) * units_a_column);
  put(out, {escape, '$', static_cast<std::uint8_t>(at & 0xFFU), static_cast<std::uint8_t>(at >> 8U)});
}

}  // namespace

Result<Bytes> escp(const std::vector<Placed>& texts, int lines, Glyphs glyphs) {
  auto sorted = texts;
  std::ranges::stable_sort(sorted, [](const Placed& a, const Placed& b) { return std::tie(a.line, a.column) < std::tie(b.line, b.column); });
  const auto letters = letters_of(glyphs);
  Bytes out;
  put(out, {escape, '@', escape, '2', escape, 'P', escape, 'C', static_cast<std::uint8_t>(lines)});
  choose_letters(out, letters, glyphs);
  int line = 1;
  for (const auto& one : sorted) {
    for (; line < one.line; ++line) put(out, {carriage_return, line_feed});
    const auto written = in_letters(plain_signs(without_controls(one.text)), letters);
    if (!written)
      return error(Fault::refused, "form_letters", "The letters of this printer cannot write the text. Choose others for it, or print on plain paper.", {{"text", one.text}});
    go_to_column(out, one.column);
    out.insert(out.end(), written->begin(), written->end());
  }
  put(out, {carriage_return, form_feed});
  return out;
}

}  // namespace kwota::serve
