#include "sell/till/denominations.h"

#include <algorithm>
#include <array>
#include <set>

#include "base/decimal.h"

namespace kwota::till {
namespace {

constexpr bool coin = true;
constexpr std::array cny{Denomination{100'000}, Denomination{50'000}, Denomination{20'000}, Denomination{10'000}, Denomination{5'000}, Denomination{1'000}, Denomination{500}, Denomination{100}};
constexpr std::array rub{Denomination{5'000'000}, Denomination{2'000'000}, Denomination{1'000'000}, Denomination{500'000}, Denomination{200'000}, Denomination{100'000}, Denomination{50'000},
                         Denomination{10'000}, Denomination{5'000, coin}, Denomination{2'000, coin}, Denomination{1'000, coin}, Denomination{500, coin}, Denomination{100, coin}};
constexpr std::array zar{Denomination{200'000}, Denomination{100'000}, Denomination{50'000}, Denomination{20'000}, Denomination{10'000}, Denomination{5'000, coin},
                         Denomination{2'000, coin}, Denomination{1'000, coin}, Denomination{500, coin}, Denomination{200, coin}, Denomination{100, coin}};
constexpr std::array eur{Denomination{200'000}, Denomination{100'000}, Denomination{50'000}, Denomination{20'000}, Denomination{10'000}, Denomination{5'000}, Denomination{2'000, coin},
                         Denomination{1'000, coin}, Denomination{500, coin}, Denomination{200, coin}, Denomination{100, coin}, Denomination{50, coin}, Denomination{20, coin}, Denomination{10, coin}};
constexpr std::array usd{Denomination{100'000}, Denomination{50'000}, Denomination{20'000}, Denomination{10'000}, Denomination{5'000}, Denomination{1'000},
                         Denomination{250, coin}, Denomination{100, coin}, Denomination{50, coin}, Denomination{10, coin}};
constexpr std::array jpy{Denomination{10'000'000}, Denomination{5'000'000}, Denomination{2'000'000}, Denomination{1'000'000}, Denomination{500'000, coin}, Denomination{100'000, coin},
                         Denomination{50'000, coin}, Denomination{10'000, coin}, Denomination{5'000, coin}, Denomination{1'000, coin}};
constexpr std::array kwd{Denomination{20'000}, Denomination{10'000}, Denomination{5'000}, Denomination{1'000}, Denomination{500}, Denomination{250},
                         Denomination{100, coin}, Denomination{50, coin}, Denomination{20, coin}, Denomination{10, coin}, Denomination{5, coin}};

struct Currency {
  std::string_view code;
  std::span<const Denomination> pieces;
};
constexpr std::array currencies{Currency{"CNY", cny}, Currency{"RUB", rub}, Currency{"ZAR", zar}, Currency{"EUR", eur}, Currency{"USD", usd}, Currency{"JPY", jpy}, Currency{"KWD", kwd}};

/// Nobody has more of one piece in a drawer: a slip of a key.
constexpr std::int64_t pieces_most = 100'000;

}  // namespace

std::span<const Denomination> denominations_of(std::string_view currency) {
  const auto* found = std::ranges::find(currencies, currency, &Currency::code);
  return found == currencies.end() ? std::span<const Denomination>{} : found->pieces;
}

std::optional<Money> value_of(const Denomination& one, int minor_digits) {
  std::int64_t value = one.thousandths;
  for (int digits = 3; digits < minor_digits; ++digits) value *= 10;
  for (int digits = minor_digits; digits < 3; ++digits) {
    if (value % 10 != 0) return std::nullopt;
    value /= 10;
  }
  return Money::minor(value);
}

Result<books::Pieces> checked_pieces(books::Pieces pieces, std::string_view currency, int minor_digits) {
  std::set<std::int64_t> seen;
  for (const auto& [value, count] : pieces) {
    const auto known = denominations_of(currency);
    const bool there = std::ranges::any_of(known, [&, amount = value](const Denomination& one) { return value_of(one, minor_digits) == amount; });
    if (!there || !seen.insert(value.minor()).second)
      return error(Fault::request, "piece_unknown", "This currency has no such note or coin, or it stands there twice. Nothing was booked.", {{"value", format_money(value, minor_digits)}});
    if (count < 0 || count > pieces_most)
      return error(Fault::request, "piece_count", "Nobody has so many pieces of one kind in a drawer, or fewer than none. Nothing was booked.",
                   {{"value", format_money(value, minor_digits)}, {"count", std::to_string(count)}, {"most", std::to_string(pieces_most)}});
  }
  std::erase_if(pieces, [](const books::Piece& piece) { return piece.count == 0; });
  std::ranges::sort(pieces, std::ranges::greater{}, &books::Piece::value);
  return pieces;
}

}  // namespace kwota::till
