#include "sell/customer/encoding.h"

#include <algorithm>
#include <array>
#include <optional>

#include "base/text/character_set.h"
#include "base/text/text_gate.h"

namespace kwota::customer {
namespace {

/// By their number, as people read them.
constexpr std::array<std::string_view, 3> names{"UTF-8", "GB18030", "Windows-1251"};

std::optional<TextOfFile> converted(Encoding encoding, std::string_view bytes) {
  auto text = encoding == Encoding::utf8 ? std::optional(std::string(bytes)) : to_utf8(bytes, encoding == Encoding::gb18030 ? CharacterSet::gb18030 : CharacterSet::windows1251);
  return text ? std::optional(TextOfFile{*std::move(text), encoding}) : std::nullopt;
}

bool between(unsigned char byte, unsigned char low, unsigned char high) { return low <= byte && byte <= high; }

/// Two bytes a character: how many of them are the frequent characters of GB 2312 (rows 1 to 9 and 16 to 55), and how many are rare.
/// Russian words read that way are rare ones: their small letters stand in rows 64 and up.
struct Pairs {
  std::size_t frequent = 0, rare = 0;
};
Pairs pairs_of(std::string_view bytes) {
  Pairs pairs;
  for (std::size_t i = 0; i < bytes.size(); ++i) {
    const auto lead = static_cast<unsigned char>(bytes[i]);
    if (lead < 0x80) continue;
    const auto trail = i + 1 < bytes.size() ? static_cast<unsigned char>(bytes[i + 1]) : std::uint8_t{0};
    const bool frequent = (between(lead, 0xA1, 0xA9) || between(lead, 0xB0, 0xD7)) && trail >= 0xA1;
    ++(frequent ? pairs.frequent : pairs.rare);
    ++i;
  }
  return pairs;
}

/// Of the bytes above ASCII, mostly letters of Russian words.
bool looks_russian(std::string_view bytes) {
  std::size_t letters = 0, high = 0;
  for (const char one : bytes) {
    const auto byte = static_cast<unsigned char>(one);
    high += byte >= 0x80 ? 1 : 0;
    letters += byte >= 0xC0 || byte == 0xA8 || byte == 0xB8 ? 1 : 0;
  }
  return letters * 10 >= high * 8;
}

Result<TextOfFile> as_said(std::string_view bytes, Encoding said) {
  auto text = converted(said, bytes);
  if (text && text_gate::is_utf8(text->text)) return *std::move(text);
  return error(Fault::request, "encoding_differs", "The file is not in this encoding. Nothing was imported. Choose another one.", {{"encoding", std::string(name_of(said))}});
}

}  // namespace

std::string_view name_of(Encoding encoding) { return names[static_cast<std::size_t>(encoding)]; }

Result<std::optional<Encoding>> encoding_said(std::string_view name) {
  if (name.empty()) return std::optional<Encoding>{};
  const auto at = std::ranges::find(names, name);
  if (at == names.end()) return error(Fault::request, "unknown_encoding", "There is no such encoding here. Nothing was imported.", {{"encoding", std::string(name)}});
  return std::optional(static_cast<Encoding>(at - names.begin()));
}

Result<TextOfFile> read_text(std::string_view bytes, std::optional<Encoding> said) {
  if (said) return as_said(bytes, *said);
  if (text_gate::is_utf8(bytes)) return TextOfFile{std::string(bytes), Encoding::utf8};
  const auto pairs = pairs_of(bytes);
  if (pairs.frequent > pairs.rare * 2)
    if (auto text = converted(Encoding::gb18030, bytes)) return *std::move(text);
  if (looks_russian(bytes))
    if (auto text = converted(Encoding::windows1251, bytes)) return *std::move(text);
  if (auto text = converted(Encoding::gb18030, bytes)) return *std::move(text);
  return error(Fault::request, "encoding_unknown",
               "The file is neither UTF-8 nor GB18030 nor Windows-1251. Nothing was imported. Save it as UTF-8 and try again.");
}

}  // namespace kwota::customer
