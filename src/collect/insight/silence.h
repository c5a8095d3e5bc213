// Customers who should have bought long ago.   Begin with silence().
#pragma once
#include "collect/insight/pace.h"

namespace kwota::insight {

/// Days without a purchase, and days since the credit should have been gone, from which on a customer is silent; so many times his own usual gap. [K]
inline constexpr std::int64_t silent_days_least = 45, gone_days_least = 14, usual_gaps = 3;

struct Silence {
  std::string last_purchase;      ///< business day
  std::int64_t days = 0;          ///< since then
  std::int64_t usual_gap = 0;     ///< median of his own; 0: he bought once
  std::int64_t gone_days = 0;     ///< since the credit should have been gone
  Money lost;                     ///< what he would have paid since, by his pace and his last price
};
/// Nothing: he is not silent, or nobody can tell.
std::optional<Silence> silence(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone);

/// The middle one; of an even number the lower. Nothing: 0.
std::int64_t median(std::vector<std::int64_t> values);

}  // namespace kwota::insight
