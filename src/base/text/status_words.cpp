#include "base/text/status_words.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>

#include "base/text/parts.h"

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

bool StatusFindings::has(std::string_view code) const { return std::ranges::find(all, code, &StatusFinding::code) != all.end(); }

void StatusFindings::add(StatusFinding one) {
  if (std::ranges::find(all, one) == all.end()) all.push_back(std::move(one));
}

std::string to_text(const StatusFindings& findings) {
  std::string text;
  for (const auto& [code, phase] : findings.all) text += (text.empty() ? "" : ",") + code + (phase.empty() ? "" : ":" + phase);
  return text;
}

StatusFindings parse_status_findings(std::string_view text) {
  StatusFindings findings;
  for (const auto one : parts_of(text)) {
    const auto phase = one.find(':');
    if (!one.empty()) findings.add({std::string(one.substr(0, phase)), phase == std::string_view::npos ? std::string{} : std::string(one.substr(phase + 1))});
  }
  return findings;
}

}  // namespace kwota
