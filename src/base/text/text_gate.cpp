#include "base/text/text_gate.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ascii.h"

namespace kwota::text_gate {
namespace {

struct Range {
  std::uint32_t first, last;
};

// What nobody can see, or what makes the rest look like something else. U+200C and U+200D stay: words of some languages need them.
constexpr std::array refused{
    Range{0x00, 0x1F},     Range{0x7F, 0x9F},         // controls; DEL and C1
    Range{0x200B, 0x200B}, Range{0x200E, 0x200F},     // zero width space, direction marks
    Range{0x2028, 0x202E}, Range{0x2060, 0x206F},     // separators, embeddings, overrides, isolates
    Range{0xFDD0, 0xFDEF}, Range{0xFEFF, 0xFEFF},     // no characters; byte order mark
    Range{0xFFF9, 0xFFFB}, Range{0xE0000, 0xE007F},   // annotations, tags
};

bool passes(std::uint32_t character, Kind kind) {
  if (kind == Kind::lines && (character == '\n' || character == '\r' || character == '\t')) return true;
  if ((character & 0xFFFE) == 0xFFFE) return false;  // the last two of each plane are no characters
  for (const auto& range : refused)
    if (character >= range.first && character <= range.last) return false;
  return true;
}

struct Decoded {
  std::uint32_t character;
  std::size_t bytes;
};

/// The character at `at`; nothing when these bytes are none.
std::optional<Decoded> decode(std::string_view text, std::size_t at) {
  const auto byte = [&](std::size_t i) { return static_cast<std::uint32_t>(static_cast<unsigned char>(text[at + i])); };
  const auto lead = byte(0);
  if (lead < 0x80) return Decoded{lead, 1};
  const std::size_t bytes = lead >= 0xC2 && lead < 0xE0 ? 2 : lead >= 0xE0 && lead < 0xF0 ? 3 : lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
  if (bytes == 0 || text.size() - at < bytes) return std::nullopt;
  std::uint32_t character = lead & (0xFFu >> (bytes + 1));
  for (std::size_t i = 1; i < bytes; ++i) {
    if ((byte(i) & 0xC0) != 0x80) return std::nullopt;
    character = character << 6 | (byte(i) & 0x3F);
  }
  const bool overlong = (bytes == 3 && character < 0x800) || (bytes == 4 && character < 0x10000);
  const bool surrogate = character >= 0xD800 && character <= 0xDFFF;
  if (overlong || surrogate || character > 0x10FFFF) return std::nullopt;
  return Decoded{character, bytes};
}

}  // namespace

std::optional<Found> flaw_of(std::string_view text, Kind kind, std::size_t longest) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode(text, at);
    if (!next) return Found{Flaw::not_utf8, at};
    if (!passes(next->character, kind)) return Found{Flaw::character, at, next->character};
    if (++count > longest) return Found{Flaw::too_long, at};
    at += next->bytes;
  }
  return std::nullopt;
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const auto next = decode(text, at);
    if (!next) return false;
    at += next->bytes;
  }
  return true;
}

Result<void> admit(std::string_view field, std::string_view text, Kind kind, std::size_t longest) {
  const auto found = flaw_of(text, kind, longest);
  if (!found) return {};
  const std::string name(field);
  switch (found->flaw) {
    case Flaw::not_utf8:
      return error(Fault::request, "text_not_utf8", fmt::format("\"{}\" is no text in UTF-8. Nothing was changed: save or send it as UTF-8.", name), {{"field", name}});
    case Flaw::character: {
      const auto character = fmt::format("U+{:04X}", found->character);
      return error(Fault::request, "text_character",
                   fmt::format("\"{}\" has a character that cannot be seen or turns the text around ({}). Nothing was changed: type it anew.", name, character),
                   {{"field", name}, {"character", character}});
    }
    case Flaw::too_long: break;
  }
  return error(Fault::request, "text_too_long", fmt::format("\"{}\" is longer than {} characters. Nothing was changed: shorten it.", name, longest),
               {{"field", name}, {"longest", std::to_string(longest)}});
}

Result<void> admit_code(std::string_view code) {
  if (code.empty()) return error(Fault::request, "code_missing", "Give it a code; it is how others refer to it.", {{"field", "code"}});
  const auto letter = [](char c) { return is_letter_or_digit(c) || (static_cast<unsigned char>(c) & 0x80U) != 0; };
  const auto inside = [&](char c) { return letter(c) || std::string_view("-_.()# ").find(c) != std::string_view::npos; };
  const bool good = !flaw_of(code, Kind::line, code_length_max) && letter(code.front()) && code.back() != ' ' && std::ranges::all_of(code, inside) &&
                    code.find("  ") == std::string_view::npos;
  if (good) return Done{};
  return error(Fault::request, "code_malformed", "A code begins with a letter or a digit and has letters, digits, hyphens, dots and the like, 32 at most. Nothing was saved.",
               {{"code", std::string(code.substr(0, code_length_max))}, {"longest", std::to_string(code_length_max)}});
}

}  // namespace kwota::text_gate
