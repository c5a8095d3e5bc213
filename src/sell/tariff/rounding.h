// Rounding of a whole document: the total is rounded once, then the lines are made to add up - floor of each, the missing
// units to the largest remainders, ties to the earlier line (TEPCO cuts the total to whole yen and prints such lines).
#pragma once
#include <vector>

#include "sell/tariff/document.h"

namespace kwota::tariff {

/// Sets the amounts of all lines that are not memos; false on overflow.
bool round_at_total(std::vector<DocumentLine>& lines, Round mode);
/// `whole` shared in proportion to `weights` (not negative, not all 0), largest remainders first, ties to the earlier.
std::vector<std::int64_t> share_out(std::int64_t whole, const std::vector<std::int64_t>& weights);

}  // namespace kwota::tariff
