#include "serve/letters/supplies.h"

#include <algorithm>

#include "base/ids_text.h"
#include "collect/insight/pace.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/supply.h"
#include "sell/settings/in_force.h"
#include "sell/tariff/quote.h"
#include "serve/letters/to_customer.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

using books::LetterKind;
using settings::SettingName;

/// Purchases of an account among which some may wait for its meter. [K]
constexpr std::size_t purchases_looked_at = 20;

bool waits(const books::Reader& books, const books::Sale& sale) {
  const auto state = books.find<books::SaleState>(sale.number);
  return state && (state->state == books::SaleStatus::booked || state->state == books::SaleStatus::carried || state->state == books::SaleStatus::in_doubt);
}

/// What was paid at least so long ago and is on its way still, newest first.
std::vector<books::Sale> waiting(const books::Reader& books, const books::Account& account, Instant paid_by) {
  const auto meter = books.find<books::Meter>(account.meter);
  if (!meter || meter->sold == meter->applied) return {};
  auto all = books.newest(books::Sale::of_account, purchases_looked_at, account.number);
  std::erase_if(all, [&](const books::Sale& sale) { return sale.meter != account.meter || sale.n == SequenceNumber{} || sale.tendered <= Money{} || sale.time > paid_by || !waits(books, sale); });
  return all;
}

class Supplies {
 public:
  Supplies(const books::Reader& books, Instant now, const Zone& zone)
      : books_(books), now_(now), zone_(zone), post_(books, now), today_(day_number(zone.local(now).date)),
        waits_days_(settings::number_in_force(books, SettingName::credit_waits_days, now)), low_days_(settings::number_in_force(books, SettingName::low_credit_days, now)) {}

  const Post& post() const { return post_; }

  /// One letter stands for all that waits; when more has waited as long there is another.
  std::optional<letters::Wanted> credit_waiting(const books::Customer& customer, const books::Account& account) const {
    if (waits_days_ == 0) return std::nullopt;
    const auto all = waiting(books_, account, now_ - Duration::hours(24 * waits_days_));
    if (all.empty() || letters::was_written(books_, LetterKind::credit_waiting, all.front().number, to_text(customer.number))) return std::nullopt;
    Money paid;
    for (const auto& sale : all) paid += sale.tendered;
    return post_.letter_to(customer, {.kind = LetterKind::credit_waiting, .station = account.station, .object = all.front().number,
                                      .details = {{"account", std::to_string(account.number)}, {"meter", to_text(account.meter)}, {"amount", money_text(books_, paid)},
                                                  {"number", all.front().number}, {"day", day_text(day_number(zone_.local(all.back().time).date))}},
                                      .may_wait = true});
  }

  /// While there is some left: that it is gone he has seen.
  std::optional<letters::Wanted> low_credit(const books::Customer& customer, const books::Account& account) const {
    if (low_days_ == 0 || on_the_server(account) || told_since_payment(books_, LetterKind::low_credit, account)) return std::nullopt;
    const auto known = insight::forecast(books_, account, today_, zone_);
    const auto left = known ? insight::days_left(*known, today_) : std::nullopt;
    if (!left || *left < 0 || *left > low_days_) return std::nullopt;
    return post_.letter_to(customer, {.kind = LetterKind::low_credit, .station = account.station, .object = std::to_string(account.number),
                                      .details = {{"account", std::to_string(account.number)}, {"meter", to_text(account.meter)}, {"day", day_text(today_ + *left)}}, .may_wait = true});
  }

 private:
  /// Its holder hears of a low balance.
  bool on_the_server(const books::Account& account) const {
    const auto remote = books_.find<books::RemoteAccount>(account.number);
    return remote && remote->state == books::RemoteAccountStatus::active;
  }
  static std::string day_text(std::int64_t day) { return format_date(date_of_day(day)); }

  const books::Reader& books_;
  Instant now_;
  const Zone& zone_;
  Post post_;
  std::int64_t today_ = 0, waits_days_ = 0, low_days_ = 0;
};

template <class Take>
void each_open_account(const books::Reader& books, std::span<const CustomerNumber> customers, const Post& post, Take take) {
  for (const auto number : customers) {
    const auto customer = books.find<books::Customer>(number);
    if (!customer || !post.reaches(*customer)) continue;
    for (const auto& account : books.select<books::Account>(books::Account::of_customer, number))
      if (account.state == books::AccountStatus::open) take(*customer, account);
  }
}

/// Of the first unit of a period; empty where it depends on when it is used, or on more than the plan itself says.
std::string first_price(const tariff::PricePlan& plan, Instant at) {
  const auto quote = tariff::quote(plan, at, tariff::State{}, tariff::Buy{tariff::Units{plan.quantum_e3()}});
  return quote.ok() && quote->next ? quote->next->price : std::string{};
}

std::string sentence(const ComingVersion& version, std::string_view language, const std::string& currency) {
  if (version.price.empty() || version.before.empty()) return {};
  return " " + say(language, "letter.new_prices.first_unit", {{"price", version.price}, {"before", version.before}, {"currency", currency}, {"unit", version.unit}});
}

}  // namespace

std::vector<letters::Wanted> letters_of_supplies(const books::Reader& books, std::span<const CustomerNumber> customers, Instant now, const Zone& zone) {
  std::vector<letters::Wanted> out;
  const Supplies supplies(books, now, zone);
  each_open_account(books, customers, supplies.post(), [&](const books::Customer& customer, const books::Account& account) {
    if (auto letter = supplies.credit_waiting(customer, account)) out.push_back(std::move(*letter));
    if (auto letter = supplies.low_credit(customer, account)) out.push_back(std::move(*letter));
  });
  return out;
}

std::vector<ComingVersion> coming_versions(const books::Reader& books, Instant now, tariff::PlanCache* plans) {
  std::vector<ComingVersion> out;
  if (settings::number_in_force(books, SettingName::price_letters, now) == 0) return out;
  for (const auto& head : books.all<books::Plan>()) {
    const auto rows = books.select<books::PlanVersion>(head.id);
    std::optional<counter::PublishedPlan> plan;
    for (const auto& row : rows) {
      // Most versions began long ago: their day says so before the whole plan is read.
      if (row.state != books::PlanStatus::published || row.from < format_date(Zone::utc().local(now - Duration::hours(24)).date)) continue;
      if (!plan)
        if (auto read = counter::published_plan(books, head.id, plans); read.ok()) plan = std::move(*read);
      const auto begins = plan ? plan->plan.begin_of(row.from) : std::nullopt;
      if (!begins || *begins <= now) continue;
      out.push_back({head.id, head.name, row.from, *begins, plan->plan.unit(), first_price(plan->plan, *begins), first_price(plan->plan, now)});
    }
  }
  return out;
}

std::vector<letters::Wanted> letters_of_prices(const books::Reader& books, std::span<const CustomerNumber> customers, std::span<const ComingVersion> coming, Instant now) {
  std::vector<letters::Wanted> out;
  const Post post(books, now);
  const auto utility = books.only<books::Utility>();
  each_open_account(books, customers, post, [&](const books::Customer& customer, const books::Account& account) {
    for (const auto& version : coming) {
      const auto object = std::to_string(account.number) + "/" + version.plan + "/" + version.from;
      if (counter::account_at(books, account, version.begins).plan != version.plan || letters::was_written(books, LetterKind::new_prices, object, to_text(customer.number))) continue;
      auto letter = post.letter_to(customer, {.kind = LetterKind::new_prices, .station = account.station, .object = object,
                                              .details = {{"account", std::to_string(account.number)}, {"plan", version.name}, {"from", version.from},
                                                          {"first_unit", sentence(version, post.language_of(customer), utility ? utility->currency : "")}},
                                              .may_wait = true});
      if (letter) out.push_back(std::move(*letter));
    }
  });
  return out;
}

}  // namespace kwota::serve
