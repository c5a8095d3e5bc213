#include "collect/insight/silence.h"

#include <algorithm>

#include "base/decimal.h"
#include "collect/insight/visits.h"

namespace kwota::insight {
namespace {

constexpr std::size_t purchases_most = 60;
constexpr std::int64_t e5_of_unit = 100'000;

bool is_purchase(const books::Reader& books, const books::Sale& sale) {
  if (sale.kind != books::Operation::open && sale.kind != books::Operation::recharge && sale.kind != books::Operation::payment) return false;
  const auto state = books.find<books::SaleState>(sale.number);
  return !state || books::happened(state->state);
}

std::int64_t day_of(const std::string& business_day) {
  const auto date = parse_date(business_day);
  return date ? day_number(*date) : 0;
}

/// Newest first.
std::vector<books::Sale> purchases(const books::Reader& books, std::int64_t account, std::int64_t today) {
  auto out = books.newest(books::Sale::of_account, purchases_most, account);
  std::erase_if(out, [&](const books::Sale& sale) { return !is_purchase(books, sale) || day_of(sale.business_day) > today; });
  return out;
}

/// What so many days at this pace would have cost him.
Money worth(const Forecast& forecast, const books::Sale& last, std::int64_t days) {
  const Wide used = Wide{forecast.pace.daily_e5} * days;
  if (forecast.unit == Unit::money) return Money::minor(divide(used, e5_of_unit, Round::half_up));
  if (last.unit != forecast.unit || last.credit.amount() <= 0) return {};
  return Money::minor(divide(used * last.tendered.minor() / e5_of_unit, last.credit.amount(), Round::half_up));
}

}  // namespace

std::int64_t median(std::vector<std::int64_t> values) {
  if (values.empty()) return 0;
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>((values.size() - 1) / 2);
  std::ranges::nth_element(values, middle);
  return *middle;
}

std::optional<Silence> silence(const books::Reader& books, const books::Account& account, std::int64_t today, const Zone& zone) {
  if (account.state != books::AccountStatus::open) return std::nullopt;
  const auto bought = purchases(books, account.number, today);
  if (bought.empty()) return std::nullopt;
  std::vector<std::int64_t> gaps;
  for (std::size_t i = 1; i < bought.size(); ++i)
    if (const auto gap = day_of(bought[i - 1].business_day) - day_of(bought[i].business_day); gap > 0) gaps.push_back(gap);
  Silence out;
  out.last_purchase = bought.front().business_day;
  out.days = today - day_of(out.last_purchase);
  out.usual_gap = median(std::move(gaps));
  if (out.days <= std::max(silent_days_least, usual_gaps * out.usual_gap)) return std::nullopt;
  if (silence_explained(books, account.number, today)) return std::nullopt;
  // The pace of somebody who is silent is that of his last days, whenever they were.
  const auto asked = std::min(today, day_of(out.last_purchase) + 1);
  const auto known = forecast(books, account, asked, zone);
  if (!known || !known->zero_day) return std::nullopt;
  out.gone_days = today - *known->zero_day;
  if (out.gone_days <= gone_days_least) return std::nullopt;
  out.lost = worth(*known, bought.front(), out.gone_days);
  return out;
}

}  // namespace kwota::insight
