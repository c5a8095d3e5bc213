#include "sell/remote/change_account.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/text/text_gate.h"
#include "base/text/typed_day.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/price.h"
#include "sell/remote/prices.h"
#include "sell/tariff/use/day_charges.h"

namespace kwota::remote {
namespace {

using books::AccountChange;

constexpr auto permission = "change_account";
constexpr std::int64_t heads_max = 99;
/// As in a cell of a file (sell/imports). [K]
constexpr std::size_t address_longest = 200;
/// So long after its moment a change is looked for whose account was not followed; a sale follows it at once. [K]
constexpr auto followed_within = Duration::days(40);

/// The moment of a change, and what it makes of the account.
struct Wanted {
  counter::Supply now;      ///< as it is sold to now
  books::Account before;    ///< at that moment, without the change
  AccountChange change;
};

Result<void> is_open(const books::Account& account) {
  if (account.state == books::AccountStatus::open) return Done{};
  return error(Fault::refused, "account_not_open", "Only an open account is changed from a day on; a prepared one is simply corrected.",
               {{"account", fmt::format("{}", account.number)}});
}

Result<LocalDate> day_of(const std::string& from, const LocalDate& today) {
  if (from.empty()) return today;
  TRY(day, parse_date(from));
  if (day < today)
    return error(Fault::refused, "change_in_the_past", "Nothing is changed backwards; choose today or a later day.", {{"from", from}});
  MUST(not_far_ahead(day, today));
  return day;
}

Result<void> known_class(const books::Reader& books, const std::string& code) {
  const auto row = books.find<books::Code>(books::CodeKind::usage_class, code);
  if (row && row->active) return Done{};
  return error(Fault::request, "unknown_usage_class", "There is no such usage class; choose one of the list.", {{"usage_class", code}});
}

Result<void> may_set_heads(const books::Reader& books, const books::Account& account, std::int64_t household_persons) {
  if (household_persons < 0 || household_persons > heads_max)
    return error(Fault::request, "bad_heads", "Say how many people there are: 0 to 99, 0 where nobody knows.", {{"heads", fmt::format("{}", household_persons)}});
  if (!counter::counts_occupants(books, account)) return Done{};
  return error(Fault::refused, "occupants_count", "Who lives here is entered one by one, and they are counted; change that list.",
               {{"service_point", account.service_point}});
}

/// A segment says all terms, so one is agreed behind the others and withdrawn before them.
Result<void> is_last(const books::Reader& books, const AccountChange& change) {
  for (const auto& other : counter::agreed_changes(books, change.account))
    if (other.number != change.number && other.begins >= change.begins)
      return error(Fault::refused, Cause::change_agreed_already, "Another change was agreed from that day or a later one on; withdraw it first.",
                   {{"from", other.from}});
  return Done{};
}

/// The supply has a place, and it is called otherwise from that day on.
Result<void> take_address(const books::Reader& books, const std::string& address, const books::Account& account, AccountChange& change) {
  if (address.empty()) return Done{};
  const auto point = books.find<books::ServicePoint>(account.service_point);
  if (!point) return error(Fault::request, "unknown_service_point", "There is no such service point.", {{"service_point", account.service_point}});
  MUST(text_gate::admit("address", address, text_gate::Kind::line, address_longest));
  const auto before = counter::address_at(books, *point, account.number, change.begins);
  if (address != before) change.address = address, change.address_before = before;
  return Done{};
}

/// The register of service points says the new address, and the change that it does.
void write_address(const books::Reader& books, const books::Account& account, AccountChange& change, Instant now, std::vector<books::Register>& put) {
  auto point = books.find<books::ServicePoint>(account.service_point);
  change.address_written = now;
  if (!point) return;
  point->address = change.address;
  put.emplace_back(*std::move(point));
}

Result<Wanted> wanted(const books::Reader& books, const ChangeRequest& request, const Context& context) {
  TRY(now, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(is_open(now.account));
  MUST(people::has_reason(request.reason, permission));
  TRY(zone, Zone::find(now.plan.zone()));
  const auto today = zone.local(context.now).date;
  TRY(day, day_of(request.from, today));
  Wanted out{std::move(now), {}, {}};
  auto& change = out.change;
  change.account = request.account;
  change.from = format_date(day);
  change.begins = day == today ? context.now : zone.instant(LocalTime{day, 0, 0, 0});
  out.before = counter::account_at(books, out.now.account, change.begins);
  change.plan = request.plan.empty() ? out.before.plan : request.plan;
  change.usage_class = request.usage_class.empty() ? out.before.usage_class : request.usage_class;
  if (request.household_persons && *request.household_persons != out.before.household_persons) change.household_persons = request.household_persons;
  change.reason = request.reason;
  change.decided = context.now;
  change.changed_by = context.who.name;
  MUST(take_address(books, request.address, out.before, change));
  if (change.plan == out.before.plan && change.usage_class == out.before.usage_class && !change.household_persons && change.address.empty())
    return error(Fault::request, Cause::nothing_changes, "That is what the account has on that day; nothing was changed.", {{"from", change.from}});
  if (change.usage_class != out.before.usage_class) MUST(known_class(books, change.usage_class));
  if (change.household_persons) MUST(may_set_heads(books, out.before, *change.household_persons));
  MUST(is_last(books, change));
  return out;
}

Result<void> of_the_same_kind(const tariff::PricePlan& before, const tariff::PricePlan& after) {
  std::string_view what;
  if (before.commodity() != after.commodity()) what = "commodity";
  else if (before.currency() != after.currency()) what = "currency";
  else if (before.zone() != after.zone()) what = "zone";
  if (what.empty()) return Done{};
  return error(Fault::refused, "plan_of_another_kind", "This price plan is not for what the account is sold; choose another plan.", {{"what", std::string{what}}});
}

/// The supply as the change makes it; what runs before it is kept beside, where the plan is another.
Result<counter::Supply> as_changed(const books::Reader& books, const Wanted& wanted, const Context& context) {
  auto then = wanted.now;
  then.account = wanted.before;
  then.account.plan = wanted.change.plan;
  then.account.usage_class = wanted.change.usage_class;
  if (wanted.change.household_persons) then.account.household_persons = *wanted.change.household_persons;
  if (wanted.change.plan == wanted.now.plan.id()) return then;
  TRY(published, counter::published_plan(books, wanted.change.plan, context.plans));
  MUST(of_the_same_kind(wanted.now.plan, published.plan));
  then.former_plan = wanted.now.plan;
  then.plan_since = wanted.change.begins;
  then.plan = std::move(published.plan);
  then.next_plan.reset();
  return then;
}

/// Something brings the meter what it lacks: its line, or a card of the account where only a card can.
bool somebody_brings(const counter::Fit& fit, const scheme::Scheme& scheme) {
  if (fit.brought == counter::Brought::by_card) return scheme.carries(counter::Carrier::card);
  return fit.brought != counter::Brought::by_nobody;
}

Result<void> fits_the_meter(const books::Reader& books, counter::Supply then, Instant begins, const Context& context) {
  TRY(scheme, scheme::scheme_of(then.account, context));
  if (scheme->holder == scheme::BalanceHolder::server) {
    TRY(state, counter::tariff_state(then, begins));
    MUST(tariff::begin_account(then.plan, state, {}));
    MUST(tariff::rate_periods(then.plan, begins, state));
    return counter::has_rates_for(books, then, begins);
  }
  // Also a change for today is something new to the meter.
  const auto asked = std::max(begins, context.now + Duration::ms(1));
  if (then.plan_since == begins) then.plan_since = asked;
  TRY(carrier, counter::likely_carrier(books, then.account, context));
  TRY(fit, counter::fits(books, then, asked, carrier, context.now));
  if (fit.holds() || (fit.reasons.empty() && somebody_brings(fit, *scheme))) return Done{};
  return counter::does_not_fit(fit);
}

people::Proposal content_of(people::Proposed what, const AccountChange& change) {
  using people::Part;
  people::Proposal content(what);
  content.number(Part::account, change.account).day(Part::from, change.from).text(Part::plan, change.plan).text(Part::usage_class, change.usage_class);
  if (change.household_persons) content.count(Part::persons, *change.household_persons);
  return content.text(Part::address, change.address).text(Part::address_before, change.address_before);
}

/// What was agreed moves prices, and so does taking it back.
Result<std::optional<books::Approval>> second_person(const books::Reader& books, const people::Proposal& content, bool moves_prices, std::int64_t approval,
                                                     const Context& context) {
  return people::second_person(books, {.action = permission, .content = content, .amount = moves_prices ? std::nullopt : std::optional(Money{}), .limit = {}, .approval = approval}, context);
}

/// As it was opened: the first segment, for which there was no row until something changed.
AccountChange as_opened(const counter::Supply& now) {
  AccountChange row;
  const auto& account = now.account;
  row.account = account.number;
  row.number = 1;
  row.begins = row.decided = account.opened.value_or(Instant{});
  const auto zone = Zone::find(now.plan.zone());
  if (zone.ok() && account.opened) row.from = format_date(zone->local(*account.opened).date);
  row.plan = account.plan;
  row.usage_class = account.usage_class;
  row.household_persons = account.household_persons;
  return row;
}

std::string now_in_force(const counter::Supply& supply, Instant at) {
  const auto version = supply.plan.version_at(at);
  return version.ok() ? *version : "";
}

}  // namespace

Changed change_account(const books::Reader& books, const ChangeRequest& request, const Context& context) {
  MUST(people::require(context.who, permission));
  TRY(want, wanted(books, request, context));
  auto& [now, before, change] = want;
  TRY(then, as_changed(books, want, context));
  MUST(then.plan.version_at(change.begins));
  const bool other_plan = change.plan != before.plan, moves_prices = other_plan || change.household_persons.has_value();
  if (moves_prices) MUST(fits_the_meter(books, then, change.begins, context));
  TRY(second, second_person(books, content_of(people::Proposed::change_account, change), moves_prices, request.approval, context));
  books::Decision<AccountChange> out;
  auto& put = out.changes.put;
  if (second) {
    change.approved_by = second->decided_by;
    put.emplace_back(*second);
  }
  const auto last = books.last<AccountChange>(change.account);
  if (!last) put.emplace_back(as_opened(now));
  change.number = last ? last->number + 1 : 2;
  if (counter::address_is_due(change, context.now)) write_address(books, now.account, change, context.now, put);
  put.emplace_back(change);
  if (change.begins <= context.now) put.emplace_back(then.account);
  if (moves_prices) queue_prices_from(books, now.meter.number, change.plan, now_in_force(then, change.begins), change.begins, context, out.changes);
  out.answer = change;
  return out;
}

Changed withdraw_change(const books::Reader& books, const WithdrawChange& request, const Context& context) {
  MUST(people::require(context.who, permission));
  auto change = books.find<AccountChange>(request.account, request.number);
  if (!change)
    return error(Fault::request, "unknown_change", "This account has no such change.", {{"number", fmt::format("{}", request.number)}});
  if (change->state == books::AccountChangeStatus::withdrawn)
    return error(Fault::refused, "change_withdrawn", "This change was withdrawn before; nothing was changed.", {{"number", fmt::format("{}", request.number)}});
  if (change->begins <= context.now)
    return error(Fault::refused, "change_counts_already", "It counts already, and something may have been sold by it; make another change instead.",
                 {{"from", change->from}});
  MUST(is_last(books, *change));
  TRY(supply, counter::supply_of(books, change->account, context.now, context.plans));
  const auto before = counter::account_at(books, supply.account, change->begins - Duration::ms(1));
  const bool moves_prices = before.plan != change->plan || change->household_persons.has_value();
  TRY(second, second_person(books, content_of(people::Proposed::withdraw_account_change, *change), moves_prices, request.approval, context));
  books::Decision<AccountChange> out;
  change->state = books::AccountChangeStatus::withdrawn;
  change->withdrawn = context.now;
  change->withdrawn_by = context.who.name;
  if (second) {
    change->withdrawal_approved_by = second->decided_by;
    out.changes.put.emplace_back(*second);
  }
  out.changes.put.emplace_back(*change);
  // A meter that was told it ahead is told what goes on, for the same minute.
  if (moves_prices) queue_prices_from(books, supply.meter.number, before.plan, change->from, change->begins, context, out.changes);
  out.answer = *change;
  return out;
}

std::vector<std::int64_t> changes_not_followed(const books::Reader& books, Instant now) {
  std::vector<std::int64_t> out;
  for (const auto& row : books.since(AccountChange::of_moment, now - followed_within)) {
    if (row.begins > now) break;
    const auto account = books.find<books::Account>(row.account);
    if (!account || account->state == books::AccountStatus::closed || std::ranges::find(out, row.account) != out.end()) continue;
    const auto right = counter::account_at(books, *account, now);
    if (counter::address_is_due(row, now) || right.plan != account->plan || right.usage_class != account->usage_class || right.household_persons != account->household_persons) out.push_back(row.account);
  }
  return out;
}

Result<books::Decision<std::int64_t>> follow_changes(const books::Reader& books, std::span<const std::int64_t> accounts, Instant now) {
  books::Decision<std::int64_t> out;
  out.answer = 0;
  for (const auto number : accounts) {
    const auto account = books.find<books::Account>(number);
    if (!account) continue;
    out.changes.put.emplace_back(counter::account_at(books, *account, now));
    for (auto change : counter::agreed_changes(books, number))
      if (counter::address_is_due(change, now)) {
        write_address(books, *account, change, now, out.changes.put);
        out.changes.put.emplace_back(std::move(change));
      }
    ++out.answer;
  }
  return out;
}

}  // namespace kwota::remote
