// Status words as a meter told them, sixteen states each, from word 1 on; a word that it did not tell is nothing, and never zero. Which
// state a bit means its model says (devices/facts.h), and what they said then is kept beside them by its codes.   Begin with StatusWords.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

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

/// What a word said, by its model's stable code: "reverse_flow" of phase A. No bit of it, so it says the same when the model is another one.
struct StatusFinding {
  std::string code, phase;  ///< A, B, C; empty: of the whole meter
  friend bool operator==(const StatusFinding&, const StatusFinding&) = default;
};
struct StatusFindings {
  std::vector<StatusFinding> all{};
  bool has(std::string_view code) const;
  /// Once, however many words say it.
  void add(StatusFinding one);
  friend bool operator==(const StatusFindings&, const StatusFindings&) = default;
};
/// "relay_open,reverse_flow:A"; empty: nothing was said.
std::string to_text(const StatusFindings& findings);
StatusFindings parse_status_findings(std::string_view text);

}  // namespace kwota
