#include "serve/paper/escpos.h"

#include <algorithm>
#include <optional>

#include "serve/paper/square_code.h"

namespace kwota::serve {
namespace {

constexpr std::uint8_t esc = 0x1B, gs = 0x1D, fs = 0x1C;

void add(Bytes& out, std::initializer_list<std::uint8_t> bytes) { out.insert(out.end(), bytes); }
void add(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
/// Two bytes, the lower first.
void add_number(Bytes& out, std::size_t number) { add(out, {static_cast<std::uint8_t>(number & 0xFFU), static_cast<std::uint8_t>(number >> 8U)}); }

constexpr std::size_t dots_of(int width_mm) { return width_mm < 70 ? 384 : 576; }

/// Dots of a module, so that code and quiet zone fit the paper; 0: no code holds so much.
std::uint8_t module_size(const std::string& text, std::size_t dots) {
  const auto code = square_code(text);
  return code ? static_cast<std::uint8_t>(std::clamp<std::size_t>(dots / (code->width + 8), 1, 6)) : 0;
}

/// Model 2, error correction L, drawn by the printer itself (GS ( k).
void add_code(Bytes& out, const std::string& text, std::size_t dots) {
  const auto size = module_size(text, dots);
  if (size == 0) return;  // more than a code can hold: the text above says the same
  add(out, {esc, 'a', 1});
  add(out, {gs, '(', 'k', 4, 0, 49, 65, 50, 0});
  add(out, {gs, '(', 'k', 3, 0, 49, 67, size});
  add(out, {gs, '(', 'k', 3, 0, 49, 69, 48});
  add(out, {gs, '(', 'k'});
  add_number(out, text.size() + 3);
  add(out, {49, 80, 48});
  add(out, text);
  add(out, {gs, '(', 'k', 3, 0, 49, 81, 48});
  add(out, {esc, 'a', 0});
}

void add_text(Bytes& out, const std::string& text, const Letters& letters, const Paper& paper) {
  if (letters.han)
    add(out, {fs, '&'});
  else
    add(out, {fs, '.', esc, 't', letters.page});
  add(out, text);
  if (!paper.qr.empty()) add_code(out, paper.qr, dots_of(paper.width_mm));
}

/// Bands of dots: a printer's memory is small.
void add_picture(Bytes& out, const Dots& dots) {
  constexpr std::size_t band = 128;
  const std::size_t bytes_a_row = dots.width / 8;
  for (std::size_t row = 0; row < dots.height; row += band) {
    const auto rows = std::min(band, dots.height - row);
    add(out, {gs, 'v', '0', 0});
    add_number(out, bytes_a_row);
    add_number(out, rows);
    const auto from = dots.bits.begin() + static_cast<std::ptrdiff_t>(row * bytes_a_row);
    out.insert(out.end(), from, from + static_cast<std::ptrdiff_t>(rows * bytes_a_row));
  }
}

}  // namespace

Result<Bytes> escpos(const std::string& text, const Paper& paper, const EscPos& how) {
  Bytes out;
  add(out, {esc, '@'});
  if (how.kick) add(out, {esc, 'p', 0, 25, 250});
  const auto letters = letters_of(how.glyphs);
  const auto written = how.glyphs == Glyphs::dots ? std::nullopt : in_letters(plain_signs(without_controls(text)), letters);
  if (written) {
    add_text(out, *written, letters, paper);
  } else {
    TRY(picture, dots(paper, dots_of(paper.width_mm)));
    add_picture(out, picture);
  }
  add(out, {esc, 'd', 4});
  if (how.cut) add(out, {gs, 'V', 66, 0});
  return out;
}

}  // namespace kwota::serve
