#include "sell/remote/publish.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/station.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/price.h"
#include "sell/customer/change.h"
#include "sell/remote/prices.h"

namespace kwota::remote {
namespace {

Error unknown_plan(const std::string& id) {
  return error(Fault::request, "unknown_plan", "There is no such price plan.", {{"plan", id}});
}

/// A version that is looked at: its row, and the plan as it would be with it.
struct Looked {
  books::PlanVersion row;
  tariff::PricePlan whole;
  Instant begins;
};
Result<Looked> look_at(const books::Reader& books, const std::string& id, const std::string& from) {
  const auto plan = books.find<books::Plan>(id);
  if (!plan) return unknown_plan(id);
  for (const auto& row : books.select<books::PlanVersion>(id)) {
    if (row.from != from) continue;
    TRY(whole, plan_with(books, *plan, row));
    const auto begins = whole.begin_of(from);
    if (begins) return Looked{row, std::move(whole), *begins};
  }
  return error(Fault::request, Cause::not_found, "This plan has no such version.", {{"what", id + " " + from}});
}

/// A balance at the server is charged by the meter's registers; everybody else's meter charges by itself.
Result<counter::Fit> fit_of(const books::Reader& books, const counter::Supply& supply, Instant when, const Context& context) {
  TRY(scheme, scheme::scheme_of(supply.account, context));
  if (scheme->holder == scheme::BalanceHolder::meter) {
    TRY(carrier, counter::likely_carrier(books, supply.account, context));
    return counter::fits(books, supply, when, carrier, context.now);
  }
  counter::Fit fit;
  const auto rates = counter::has_rates_for(books, supply, when);
  if (rates.ok()) return fit;
  const auto misfit = tariff::misfit_of(rates.error());
  if (!misfit) return rates.error();
  fit.reasons.push_back(*misfit);
  return fit;
}

/// From this moment on, the first at which the account goes by this plan; nothing when it never will.
std::optional<Instant> first_in_plan(const books::Reader& books, const books::Account& account, const std::string& plan, Instant from) {
  if (counter::account_at(books, account, from).plan == plan) return from;
  for (const auto& change : counter::agreed_changes(books, account.number))
    if (change.begins > from && change.plan == plan) return change.begins;
  return std::nullopt;
}

/// The supply with the plan as it shall be, also where the account comes to that plan only later.
counter::Supply as_then(counter::Supply supply, const tariff::PricePlan& plan, Instant when) {
  if (supply.plan.id() != plan.id()) supply.former_plan = supply.plan, supply.plan_since = when;
  supply.plan = plan;
  return supply;
}

Effect effect_of(const books::Reader& books, const Looked& looked, const Context& context) {
  Effect effect;
  for (const auto& point : books.meter_points()) {
    const auto account = books::account_of_meter(books, point.meter);
    if (!account || account->state == books::AccountStatus::draft) continue;
    const auto when = first_in_plan(books, *account, looked.row.plan, std::max(looked.begins, context.now));
    if (!when) continue;
    auto supply = counter::supply_of(books, account->number, context.now, context.plans);
    if (!supply.ok()) continue;
    ++effect.accounts;
    auto fit = fit_of(books, as_then(*std::move(supply), looked.whole, *when), *when, context);
    if (!fit.ok() || fit->holds()) continue;
    auto& list = !fit->reasons.empty() ? effect.stopped : fit->brought == counter::Brought::by_nobody ? effect.behind : effect.by_line;
    list.push_back({account->number, point.meter, point.model, *std::move(fit)});
  }
  return effect;
}

Result<void> knows_whom(const Effect& effect, const PublishRequest& request) {
  const auto stops = static_cast<std::int64_t>(effect.stopped.size());
  if (stops == request.stops) return Done{};
  const auto& first = effect.stopped.empty() ? Affected{} : effect.stopped.front();
  const auto reason = first.fit.reasons.empty() ? tariff::Misfit::periods_missing : first.fit.reasons.front();
  return error(Fault::refused, "publishing_stops_accounts",
               fmt::format("Nothing can be sold to {} of {} accounts from that day on; it was not published. Look at the list, then publish it "
                           "knowingly or change it.",
                           stops, effect.accounts),
               {{"stops", fmt::format("{}", stops)},
                {"accounts", fmt::format("{}", effect.accounts)},
                {"behind", fmt::format("{}", effect.behind.size())},
                {"first", fmt::format("{}", first.account)},
                {"reason", std::string{tariff::name_of(reason)}},
                {"why", std::string{tariff::clause_of(reason)}}});
}

/// What a second person agrees to: this step of this version, as it was written when he was shown it. One that was written anew meanwhile is another one.
Result<std::optional<books::Approval>> second_person(const books::Reader& books, people::Proposed step, const books::PlanVersion& row, std::int64_t stops, std::int64_t approval,
                                                     const Context& context) {
  people::Proposal content(step);
  content.text(people::Part::plan, row.plan).day(people::Part::from, row.from).number(people::Part::draft, row.draft);
  if (stops > 0) content.count(people::Part::stops, stops);
  return people::second_person(books, {"tariffs_publish", content, {}, {}, approval}, context);
}

/// With who agreed to it, and the prices that meters on lines are told by it.
void agreed(const books::Reader& books, const Looked& looked, const std::optional<books::Approval>& second, const Context& context, books::Changes& changes) {
  if (second) changes.put.emplace_back(*second);
  for (auto& row : prices_published(books, looked.row.plan, looked.row.from, looked.begins, context).put) changes.put.push_back(std::move(row));
}

/// Nothing could be sold by it: a sale is in the currency of the books, to their last decimal.
Result<void> counts_as_the_books(const books::Reader& books, const tariff::PricePlan& plan) {
  const auto utility = books.only<books::Utility>();
  if (!utility) return Done{};
  const bool same_currency = plan.currency() == utility->currency;
  if (same_currency && plan.minor_digits() == utility->minor_digits) return Done{};
  return error(Fault::request, "plan_in_other_currency",
               fmt::format("The price plan counts in {} with {} decimals, the books in {} with {}; nothing was changed. Write its prices in the currency of the books.",
                           plan.currency(), plan.minor_digits(), utility->currency, utility->minor_digits),
               {{"field", same_currency ? "minor" : "currency"},
                {"currency", plan.currency()},
                {"decimals", fmt::format("{}", plan.minor_digits())},
                {"books", utility->currency},
                {"books_decimals", fmt::format("{}", utility->minor_digits)}});
}

/// A page knows the version that it is about as one, whatever number it has among those that count.
Error with_own_place(Error wrong, std::size_t number) {
  const auto own = fmt::format("/versions/{}", number);
  const auto where = wrong.details.find("where");
  if (where != wrong.details.end() && (where->second == own || where->second.starts_with(own + "/")))
    where->second.replace(0, own.size(), "/version");
  return wrong;
}

}  // namespace

Result<tariff::PricePlan> plan_with(const books::Reader& books, const books::Plan& plan, const books::PlanVersion& version) {
  auto rows = books.select<books::PlanVersion>(plan.id);
  std::erase_if(rows, [&](const books::PlanVersion& row) { return row.from == version.from; });
  rows.push_back(version);
  rows.back().state = books::PlanStatus::published;
  std::ranges::sort(rows, {}, &books::PlanVersion::from);
  auto whole = tariff::PricePlan::from_parts(plan.head, counter::versions_that_count(rows));
  if (whole.ok()) {
    MUST(counts_as_the_books(books, *whole));
    return whole;
  }
  std::erase_if(rows, [&](const books::PlanVersion& row) { return row.from >= version.from; });
  return with_own_place(std::move(whole).error(), counter::versions_that_count(rows).size());
}

Effect who_would_be_stopped(const books::Reader& books, const books::PlanVersion& version, const tariff::PricePlan& whole, const Context& context) {
  const auto begins = whole.begin_of(version.from);
  return begins ? effect_of(books, Looked{version, whole, *begins}, context) : Effect{};
}

Result<Effect> who_is_stopped(const books::Reader& books, const std::string& plan, const std::string& from, const Context& context) {
  TRY(looked, look_at(books, plan, from));
  return effect_of(books, looked, context);
}

Result<books::Decision<books::PlanVersion>> publish(const books::Reader& books, const PublishRequest& request, const Context& context) {
  MUST(people::require_for_whole_utility(context.who, "tariffs_publish"));
  TRY(looked, look_at(books, request.plan, request.from));
  const auto publish_it = [&](const std::string& approved_by) { return customer::publish_version(books, request.plan, request.from, looked.begins, context.who.name, approved_by, context.now); };
  // What cannot be published, or stops accounts that nobody named, is refused before somebody is asked to agree to it.
  MUST(publish_it(""));
  MUST(knows_whom(effect_of(books, looked, context), request));
  TRY(second, second_person(books, people::Proposed::publish_plan, looked.row, request.stops, request.approval, context));
  TRY(decision, publish_it(second ? second->decided_by : ""));
  agreed(books, looked, second, context, decision.changes);
  return decision;
}

Result<books::Decision<books::PlanVersion>> withdraw(const books::Reader& books, const WithdrawRequest& request, const Context& context) {
  MUST(people::require_for_whole_utility(context.who, "tariffs_publish"));
  TRY(looked, look_at(books, request.plan, request.from));
  const auto withdraw_it = [&](const std::string& approved_by) { return customer::withdraw_version(books, request.plan, request.from, looked.begins, context.who.name, approved_by, context.now); };
  MUST(withdraw_it(""));
  TRY(second, second_person(books, people::Proposed::withdraw_plan, looked.row, 0, request.approval, context));
  TRY(decision, withdraw_it(second ? second->decided_by : ""));
  // Who was told it is told the prices before it for the same minute.
  agreed(books, looked, second, context, decision.changes);
  return decision;
}

}  // namespace kwota::remote
