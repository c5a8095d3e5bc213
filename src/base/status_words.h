// Status words as a meter told them, sixteen states each, from word 1 on; a word that it did not tell is nothing, and never zero. Which
// state a bit means its model says (devices/facts.h).   Begin with StatusWords.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace kwota {

inline constexpr std::size_t status_words_most = 7;

struct StatusWords {
  std::array<std::optional<std::uint16_t>, status_words_most> words{};

  bool none_known() const;
  /// From 1 on; nothing: not told, or no such word.
  std::optional<std::uint16_t> word(unsigned n) const { return n >= 1 && n <= words.size() ? words[n - 1] : std::nullopt; }
  /// Bit 0..15 of word `n`.
  std::optional<bool> bit(unsigned n, unsigned bit) const;
  friend bool operator==(const StatusWords&, const StatusWords&) = default;
};

/// Four hexadecimal digits each, ---- for one that was not told; empty: none was told.
std::string to_text(const StatusWords& status);
/// What is no such text told nothing.
StatusWords parse_status_words(std::string_view text);

}  // namespace kwota
