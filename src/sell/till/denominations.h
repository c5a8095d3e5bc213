// Notes and coins of a currency, largest first: what a cashier counts, piece by piece.
// Never: says what is legal tender; what is not here is counted as a sum.   Begin with denominations_of().
#pragma once
#include <cstdint>
#include <span>
#include <string_view>

#include "base/result.h"
#include "books/rows/money/drawer.h"

namespace kwota::till {

struct Denomination {
  std::int64_t thousandths;  ///< of the currency's unit: the smallest that a coin anywhere is
  bool coin = false;
};

/// Empty: nobody has written this currency down yet, and its drawers are counted as a sum.
std::span<const Denomination> denominations_of(std::string_view currency);
/// What a value is in the currency's smallest unit; nothing: it has none so small.
std::optional<Money> value_of(const Denomination& one, int minor_digits);

/// Each value once and one of the currency's, none below zero. Errors: piece_unknown {value}, piece_count {value, count, most}.
Result<books::Pieces> checked_pieces(books::Pieces pieces, std::string_view currency, int minor_digits);

}  // namespace kwota::till
