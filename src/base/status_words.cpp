#include "base/status_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

namespace kwota {
namespace {

constexpr std::size_t digits_of_word = 4;

}  // namespace

bool StatusWords::none_known() const {
  return std::ranges::none_of(words, [](const auto& word) { return word.has_value(); });
}

std::optional<bool> StatusWords::bit(unsigned n, unsigned bit) const {
  const auto status = word(n);
  return status && bit < 16 ? std::optional{(*status >> bit & 1) != 0} : std::nullopt;
}

std::string to_text(const StatusWords& status) {
  std::string text;
  if (status.none_known()) return text;
  for (const auto& word : status.words) text += word ? fmt::format("{:04X}", *word) : std::string(digits_of_word, '-');
  return text;
}

StatusWords parse_status_words(std::string_view text) {
  StatusWords status;
  if (text.size() != digits_of_word * status_words_most) return status;
  for (std::size_t n = 0; n < status.words.size(); ++n) {
    const auto* first = text.data() + n * digits_of_word;
    std::uint16_t word = 0;
    const auto [end, failed] = std::from_chars(first, first + digits_of_word, word, 16);
    if (failed == std::errc{} && end == first + digits_of_word) status.words[n] = word;
  }
  return status;
}

}  // namespace kwota
