#include "serve/letters/supplies.h"

#include <algorithm>

#include "base/ids_text.h"
#include "books/lookup.h"
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

  /// What was paid for and waits long enough; up to this purchase, or all of it.
  std::vector<books::Sale> waiting_long(const books::Account& account, const std::optional<std::string>& up_to = {}) const {
    if (waits_days_ == 0) return {};
    auto all = waiting(books_, account, now_ - Duration::hours(24 * waits_days_));
    if (up_to) all.erase(all.begin(), std::ranges::find(all, *up_to, &books::Sale::number));
    return all;
  }
  /// One letter stands for all that waits, newest first; when more has waited as long there is another.
  std::optional<letters::Wanted> credit_waiting(const books::Customer& customer, const books::Account& account, const std::vector<books::Sale>& all) const {
    if (all.empty()) return std::nullopt;
    Money paid;
    for (const auto& sale : all) paid += sale.tendered;
    return post_.letter_to(customer, {.kind = LetterKind::credit_waiting, .station = account.station, .object = all.front().number,
                                      .details = {{"account", std::to_string(account.number)}, {"meter", to_text(account.meter)}, {"amount", money_text(books_, paid)},
                                                  {"number", all.front().number}, {"day", day_text(day_number(zone_.local(all.back().time).date))}},
                                      .may_wait = true});
  }

  /// While there is some left: that it is gone he has seen.
  std::optional<letters::Wanted> low_credit(const books::Customer& customer, const books::Account& account) const {
    if (low_days_ == 0 || on_the_server(account)) return std::nullopt;
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

/// "100001/cn-beijing/2027-01-01"
std::string object_of(const books::Account& account, const ComingVersion& version) { return std::to_string(account.number) + "/" + version.plan + "/" + version.from; }

std::string sentence(const ComingVersion& version, std::string_view language, const std::string& currency) {
  if (version.price.empty() || version.before.empty()) return {};
  return " " + say(language, "letter.new_prices.first_unit", {{"price", version.price}, {"before", version.before}, {"currency", currency}, {"unit", version.unit}});
}

/// Nothing: on that day the account has another plan.
std::optional<letters::Wanted> price_letter(const books::Reader& books, const Post& post, const books::Customer& customer, const books::Account& account, const ComingVersion& version) {
  if (counter::account_at(books, account, version.begins).plan != version.plan) return std::nullopt;
  return post.letter_to(customer, {.kind = LetterKind::new_prices, .station = account.station, .object = object_of(account, version),
                                   .details = {{"account", std::to_string(account.number)}, {"plan", version.name}, {"from", version.from},
                                               {"first_unit", sentence(version, post.language_of(customer), books::utility_of(books).currency)}},
                                   .may_wait = true});
}

/// An open account and whose it is.
struct OpenSupply {
  books::Customer customer;
  books::Account account;
};
std::optional<OpenSupply> supply_of(const books::Reader& books, std::int64_t number) {
  auto account = books.find<books::Account>(number);
  auto customer = account && account->state == books::AccountStatus::open ? books.find<books::Customer>(account->customer) : std::nullopt;
  return customer ? std::optional(OpenSupply{std::move(*customer), std::move(*account)}) : std::nullopt;
}

}  // namespace

std::vector<letters::Wanted> letters_of_supplies(const books::Reader& books, std::span<const CustomerNumber> customers, Instant now, const Zone& zone) {
  std::vector<letters::Wanted> out;
  const Supplies supplies(books, now, zone);
  each_open_account(books, customers, supplies.post(), [&](const books::Customer& customer, const books::Account& account) {
    const auto all = supplies.waiting_long(account);
    const bool told_of_it = all.empty() || letters::was_written(books, LetterKind::credit_waiting, all.front().number, to_text(customer.number));
    if (auto letter = told_of_it ? std::nullopt : supplies.credit_waiting(customer, account, all)) out.push_back(std::move(*letter));
    if (told_since_payment(books, LetterKind::low_credit, account)) return;
    if (auto letter = supplies.low_credit(customer, account)) out.push_back(std::move(*letter));
  });
  return out;
}

std::optional<letters::Wanted> credit_waiting_now(const books::Reader& books, const books::Letter& letter, Instant now, const Zone& zone) {
  const auto sale = books.find<books::Sale>(letter.object);
  const auto supply = sale ? supply_of(books, sale->account) : std::nullopt;
  if (!supply) return std::nullopt;
  const Supplies supplies(books, now, zone);
  return supplies.credit_waiting(supply->customer, supply->account, supplies.waiting_long(supply->account, letter.object));
}

std::optional<letters::Wanted> low_credit_now(const books::Reader& books, const books::Letter& letter, Instant now, const Zone& zone) {
  const auto supply = supply_of(books, number_in(letter.object));
  return supply ? Supplies(books, now, zone).low_credit(supply->customer, supply->account) : std::nullopt;
}

std::optional<letters::Wanted> prices_now(const books::Reader& books, const books::Letter& letter, Instant now, tariff::PlanCache* plans) {
  const auto supply = supply_of(books, number_in(letter.object));
  if (!supply) return std::nullopt;
  const Post post(books, now);
  for (const auto& version : coming_versions(books, now, plans))
    if (object_of(supply->account, version) == letter.object) return price_letter(books, post, supply->customer, supply->account, version);
  return std::nullopt;
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
      out.push_back({head.id, head.name, row.from, *begins, std::string{plan_unit(plan->plan.unit())}, first_price(plan->plan, *begins), first_price(plan->plan, now)});
    }
  }
  return out;
}

std::vector<letters::Wanted> letters_of_prices(const books::Reader& books, std::span<const CustomerNumber> customers, std::span<const ComingVersion> coming, Instant now) {
  std::vector<letters::Wanted> out;
  const Post post(books, now);
  each_open_account(books, customers, post, [&](const books::Customer& customer, const books::Account& account) {
    for (const auto& version : coming) {
      if (letters::was_written(books, LetterKind::new_prices, object_of(account, version), to_text(customer.number))) continue;
      auto letter = price_letter(books, post, customer, account, version);
      if (letter) out.push_back(std::move(*letter));
    }
  });
  return out;
}

}  // namespace kwota::serve
