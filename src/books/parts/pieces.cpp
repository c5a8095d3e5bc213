#include "books/parts/pieces.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>

namespace kwota::books {
namespace {

/// "10000x7"
std::optional<Piece> parse_piece(std::string_view text) {
  const auto times = text.find('x');
  if (times == std::string_view::npos) return std::nullopt;
  const auto number = [](std::string_view digits) -> std::optional<std::int64_t> {
    std::int64_t value = 0;
    const auto [end, problem] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    return problem == std::errc{} && end == digits.data() + digits.size() ? std::optional(value) : std::nullopt;
  };
  const auto value = number(text.substr(0, times)), count = number(text.substr(times + 1));
  return value && count ? std::optional(Piece{Money::minor(*value), *count}) : std::nullopt;
}

}  // namespace

Money Pieces::sum() const {
  Money sum;
  for (const auto& piece : *this) sum += Money::minor(piece.value.minor() * piece.count);
  return sum;
}

std::string to_text(const Pieces& pieces) {
  std::string out;
  for (const auto& [value, count] : pieces) fmt::format_to(std::back_inserter(out), "{}{}x{}", out.empty() ? "" : ";", value.minor(), count);
  return out;
}

Pieces parse_pieces(std::string_view text) {
  Pieces out;
  for (auto rest = text; !rest.empty();) {
    const auto end = std::min(rest.find(';'), rest.size());
    const auto piece = parse_piece(rest.substr(0, end));
    if (!piece) return {Piece{Money::minor(-1), 1}};
    out.push_back(*piece);
    rest.remove_prefix(std::min(end + 1, rest.size()));
  }
  if (to_text(out) != text) return {Piece{Money::minor(-1), 1}};
  return out;
}

}  // namespace kwota::books
