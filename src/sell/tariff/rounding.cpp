#include "sell/tariff/rounding.h"

#include <algorithm>
#include <numeric>

namespace kwota::tariff {

bool round_at_total(std::vector<DocumentLine>& lines, Round mode) {
  Exact sum = 0;
  std::int64_t floors = 0;
  std::vector<std::pair<Exact, DocumentLine*>> remainders;
  for (DocumentLine& line : lines) {
    if (line.memo) continue;
    sum += line.exact;
    const auto floor = line.exact.floor();
    if (!floor) return false;
    line.amount = *floor;
    floors += *floor;
    remainders.emplace_back(line.exact - Exact{*floor}, &line);
  }
  const auto total = sum.round(mode);
  if (!total) return false;
  std::stable_sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return (a.first - b.first).sign() > 0; });
  std::int64_t missing = *total - floors;
  for (auto& [remainder, line] : remainders) {
    if (missing <= 0) break;
    ++line->amount;
    --missing;
  }
  return missing == 0 && std::none_of(remainders.begin(), remainders.end(), [](const auto& r) { return r.first.overflowed(); });
}

std::vector<std::int64_t> share_out(std::int64_t whole, const std::vector<std::int64_t>& weights) {
  Wide sum = 0;
  for (const std::int64_t weight : weights) sum += weight;
  std::vector<std::int64_t> shares;
  std::vector<std::pair<Wide, std::size_t>> remainders;
  std::int64_t missing = whole;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    const Wide product = Wide{whole} * weights[i];
    shares.push_back(static_cast<std::int64_t>(product / sum));
    remainders.emplace_back(product % sum, i);
    missing -= shares.back();
  }
  std::stable_sort(remainders.begin(), remainders.end(), [](const auto& a, const auto& b) { return a.first > b.first; });
  for (std::size_t i = 0; missing > 0; ++i, --missing) ++shares[remainders[i].second];
  return shares;
}

}  // namespace kwota::tariff
