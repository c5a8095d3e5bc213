#include "books/parts/slip_lines.h"

#include <fmt/format.h>

#include "books/parts/slip_facts.h"

namespace kwota::books {
namespace {

/// Takes what stands before the mark off the text.
std::string_view next(std::string_view& rest, char mark) {
  const auto end = std::min(rest.find(mark), rest.size());
  const auto part = rest.substr(0, end);
  rest.remove_prefix(std::min(end + 1, rest.size()));
  return part;
}

template <class E>
bool take(std::string_view& rest, E& to) {
  const auto word = parse_word<E>(next(rest, ' '));
  if (word) to = *word;
  return word.has_value();
}

std::optional<SlipLine> parse_line(std::string_view text) {
  SlipLine line;
  auto words = next(text, '\t');
  if (!take(words, line.fact) || !take(words, line.when) || !take(words, line.align) || !take(words, line.emphasis)) return std::nullopt;
  line.text_en = next(text, '\t');
  line.text_zh = next(text, '\t');
  line.text_ru = next(text, '\t');
  return line;
}

}  // namespace

std::string to_text(const SlipLines& lines) {
  std::string out;
  for (const auto& line : lines) {
    out += fmt::format("{} {} {} {}", word_of(line.fact), word_of(line.when), word_of(line.align), word_of(line.emphasis));
    if (line.fact == SlipFact::own_text) out += fmt::format("\t{}\t{}\t{}", line.text_en, line.text_zh, line.text_ru);
    out += '\n';
  }
  return out;
}

SlipLines parse_slip_lines(std::string_view text) {
  SlipLines out;
  for (auto rest = text; !rest.empty();) {
    const auto line = parse_line(next(rest, '\n'));
    if (!line) return {};
    out.push_back(*line);
  }
  if (to_text(out) != text) return {};
  return out;
}

}  // namespace kwota::books
