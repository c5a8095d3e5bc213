#include "collect/report/facts/meters/watched.h"

#include <algorithm>
#include <map>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "collect/insight/pace.h"
#include "collect/insight/silence.h"
#include "collect/report/facts/commodities.h"
#include "collect/report/facts/openings.h"
#include "collect/report/facts/sold.h"
#include "collect/report/facts/village.h"

namespace kwota::facts {
namespace {

constexpr std::int64_t e5_of_one = 100'000;

/// What all three lists have in common.
struct Look {
  const books::Reader& books;
  Calendar calendar;
  CustomerNames names;
  Commodities commodities{};
  std::string day;
  std::int64_t today = 0;
  Look(const books::Reader& reader, const Days& days) : books(reader), calendar(reader), names(reader), day(days.to) {
    if (const auto date = parse_date(days.to); date.ok()) today = day_number(*date);
  }

  template <class Row>
  Row row_of(const books::Account& account) {
    Row out;
    out.business_day = day;
    out.station = account.station;
    out.village = village_of(books, account);
    out.usage_class = account.usage_class;
    out.commodity = commodities.of_plan(books, account.plan);
    out.account = std::to_string(account.number);
    out.customer_name = names.of(account.customer);
    if (account.meter != MeterNumber{}) out.meter = to_text(account.meter);
    return out;
  }

  template <class Use>
  void each_open(const Use& use) {
    each_account(books, [&](const books::Account& account) {
      if (account.state == books::AccountStatus::open) use(account);
    });
  }
};

std::string date_text(std::int64_t day) { return format_date(date_of_day(day)); }

void put_forecast(Supply& to, const insight::Forecast& known, std::int64_t today) {
  to.unit = word_of(known.unit);
  to.told = date_text(known.told_day);
  to.known_days = known.pace.known_days;
  const auto daily = divide(Wide{known.pace.daily_e5}, e5_of_one, Round::half_up);
  if (known.unit == Unit::money) {
    to.credit = Money::minor(known.remaining.amount());
    to.daily_credit = Money::minor(daily);
  } else {
    (known.unit == Unit::energy ? to.energy : to.volume) = known.remaining.amount();
    (known.unit == Unit::energy ? to.daily_energy : to.daily_volume) = daily;
  }
  if (!known.zero_day) return;
  to.zero_day = date_text(*known.zero_day);
  to.days = *known.zero_day - today;
  to.days_low = known.earliest - today;
  to.days_high = known.latest - today;
}

void each_days_left(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Look look(books, days);
  look.each_open([&](const books::Account& account) {
    const auto known = insight::forecast(books, account, look.today, look.calendar.zone());
    if (!known || !known->zero_day) return;
    auto row = look.row_of<DaysLeft>(account);
    put_forecast(row, *known, look.today);
    take(Given<DaysLeft>(row));
  });
}

void each_silent(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Look look(books, days);
  look.each_open([&](const books::Account& account) {
    const auto known = insight::silence(books, account, look.today, look.calendar.zone());
    if (!known) return;
    auto row = look.row_of<SilentSupply>(account);
    row.last_purchase = known->last_purchase;
    row.silent_days = known->days;
    row.usual_gap = known->usual_gap;
    row.gone_days = known->gone_days;
    row.lost = known->lost;
    take(Given<SilentSupply>(row));
  });
}

void each_odd(const books::Reader& books, const Days& days, const std::function<void(const books::ValueSource&)>& take) {
  Look look(books, days);
  const insight::LossWatch losses(books, look.today);
  for (const auto& odd : odd_supplies(books, look.today, look.calendar.zone(), losses)) {
    if (odd.points < insight::points_listed) continue;
    auto row = look.row_of<OddSupply>(odd.account);
    row.reason = insight::written(insight::suspicions_of(odd.signs));
    row.points = odd.points;
    take(Given<OddSupply>(row));
  }
}

}  // namespace

const Source days_left{DaysLeft::table, columns_of<DaysLeft>, each_days_left};
const Source silent{SilentSupply::table, columns_of<SilentSupply>, each_silent};
const Source suspicion{OddSupply::table, columns_of<OddSupply>, each_odd};

std::vector<Odd> odd_supplies(const books::Reader& books, std::int64_t today, const Zone& zone, const insight::LossWatch& losses) {
  std::vector<std::pair<books::Account, insight::Shown>> all;
  std::map<std::string, std::vector<std::int64_t>> uses, bought;
  each_account(books, [&](const books::Account& account) {
    if (account.state != books::AccountStatus::open) return;
    auto shown = insight::shown_by(books, account, today, zone);
    if (losses.moves_with_loss(account.meter)) shown.signs.push_back(insight::Sign::moves_with_loss);
    if (shown.use_percent) uses[account.usage_class].push_back(*shown.use_percent);
    if (shown.old_customer) bought[account.usage_class].push_back(shown.bought.minor());
    all.emplace_back(account, std::move(shown));
  });
  std::map<std::string, insight::ClassUse> classes;
  for (auto& [name, values] : uses) classes[name].use_percent = insight::median(std::move(values));
  for (auto& [name, values] : bought) classes[name].bought = Money::minor(insight::median(std::move(values)));
  std::vector<Odd> out;
  for (auto& [account, shown] : all) {
    auto signs = insight::signs_of(shown, classes[account.usage_class]);
    const auto points = insight::score(signs);
    if (points > 0) out.push_back({std::move(account), std::move(signs), points});
  }
  return out;
}

}  // namespace kwota::facts
