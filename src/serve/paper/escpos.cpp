#include "serve/paper/escpos.h"

#include <iconv.h>
#include <qrencode.h>

#include <algorithm>
#include <memory>
#include <optional>

namespace kwota::serve {
namespace {

constexpr std::uint8_t esc = 0x1B, gs = 0x1D, fs = 0x1C;

void add(Bytes& out, std::initializer_list<std::uint8_t> bytes) { out.insert(out.end(), bytes); }
void add(Bytes& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }
/// Two bytes, the lower first.
void add_number(Bytes& out, std::size_t number) { add(out, {static_cast<std::uint8_t>(number & 0xFFU), static_cast<std::uint8_t>(number >> 8U)}); }

struct Letters {
  const char* encoding;
  bool han;           ///< two bytes a character: FS &
  std::uint8_t page;  ///< ESC t n
};
/// n as Epson numbers its pages: 17 is PC866, 46 is WPC1251, 0 is PC437, whose lower half is ASCII.
Letters letters_of(Glyphs glyphs) {
  switch (glyphs) {
    case Glyphs::gb18030: return {"GB18030", true, 0};
    case Glyphs::cp866: return {"CP866", false, 17};
    case Glyphs::windows1251: return {"CP1251", false, 46};
    case Glyphs::ascii:
    case Glyphs::dots: break;
  }
  return {"ASCII", false, 0};
}

/// A slip's own text is no command.
std::string without_controls(std::string text) {
  std::erase_if(text, [](char c) { return (static_cast<unsigned char>(c) < 0x20 && c != '\n') || c == 0x7F; });
  return text;
}

/// What no printer's letters have, by what every one of them has: dashes, the multiplication sign, spaces that do not break.
std::string plain(std::string text) {
  constexpr std::pair<std::string_view, std::string_view> same[] = {{"\u00A0", " "}, {"\u202F", " "}, {"\u2009", " "}, {"\u2013", "-"}, {"\u2014", "-"},
                                                                     {"\u2212", "-"}, {"\u00D7", "x"}, {"\u2026", ".."}, {"\u2248", "~"}, {"\u00AB", "\""}, {"\u00BB", "\""}, {"\u20BD", "\u0440"}, {"\u22C5", "\u00B7"}};
  for (const auto& [from, to] : same)
    for (auto at = text.find(from); at != std::string::npos; at = text.find(from, at + to.size())) text.replace(at, from.size(), to);
  return text;
}

/// In Chinese letter sets Cyrillic, Greek and signs take two columns, and the grid counted one: a picture then.
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

std::optional<std::string> in_letters(const std::string& plain_text, const Letters& letters) {
  const auto text = letters.han ? in_han_columns(plain_text) : plain_text;
  if (letters.han && !fits_grid(text)) return std::nullopt;
  const iconv_t conversion = ::iconv_open(letters.encoding, "UTF-8");
  if (conversion == reinterpret_cast<iconv_t>(-1)) return std::nullopt;
  std::string in(text), out(text.size() * 2 + 16, '\0');
  char *from = in.data(), *to = out.data();
  std::size_t left = in.size(), room = out.size();
  const bool good = ::iconv(conversion, &from, &left, &to, &room) == 0 && left == 0;
  ::iconv_close(conversion);
  if (!good) return std::nullopt;
  out.resize(out.size() - room);
  return letters.han && has_four_bytes(out) ? std::nullopt : std::optional(std::move(out));
}

constexpr std::size_t dots_of(int width_mm) { return width_mm < 70 ? 384 : 576; }

struct FreeSquare {
  void operator()(QRcode* p) const { QRcode_free(p); }
};

/// Dots of a module, so that code and quiet zone fit the paper; 0: no code holds so much.
std::uint8_t module_size(const std::string& text, std::size_t dots) {
  const std::unique_ptr<QRcode, FreeSquare> code(QRcode_encodeString8bit(text.c_str(), 0, QR_ECLEVEL_L));
  if (!code) return 0;
  return static_cast<std::uint8_t>(std::clamp<std::size_t>(dots / (static_cast<std::size_t>(code->width) + 8), 1, 6));
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
  const auto written = how.glyphs == Glyphs::dots ? std::nullopt : in_letters(plain(without_controls(text)), letters);
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
