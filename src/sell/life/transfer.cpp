#include "sell/life/transfer.h"

#include <fmt/format.h>

#include <utility>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/order/account_change.h"
#include "sell/counter/order/fit.h"
#include "sell/customer/registers.h"
#include "sell/debt/keep.h"
#include "sell/ledger/chart.h"
#include "sell/life/surrendered.h"
#include "sell/remote/link.h"
#include "sell/remote_account/keep.h"

namespace kwota::life {
namespace {

using counter::Booking;
using ledger::Operation;

constexpr books::Right right_to_transfer = "transfer_account";

/// What the second person agrees to. Who is new has no number before it is booked.
people::Proposal approval_content(const TransferRequest& request, const books::Customer& comes) {
  people::Proposal content(people::Proposed::transfer);
  content.number(people::Part::account, request.account).text(people::Part::customer, request.customer.number.is_zero() ? comes.name : customer::number_and_name(comes));
  if (request.hand_over) content.that(people::Part::keeps_credit);
  if (request.debts != DebtsGo::unsaid) content.word(people::Part::debts_go, "proposal.debts", word_of(request.debts));
  return content.figure(people::Part::last_register, request.last_register);
}

/// Who takes over: not who has it.
Result<books::Customer> who_comes(const books::Reader& books, const Supply& former, const TransferRequest& request, const Context& context) {
  TRY(customer, customer::known_or_new(books, request.customer, former.account.station, context.now));
  if (customer.number != former.customer.number) return customer;
  return error(Fault::request, "same_customer", "This customer has the account already; choose who takes it over.", {{"customer", to_text(customer.number)}});
}

/// What of the debts by name could go along: claims are the former customer's for ever.
Money debts_by_name(const Supply& former) {
  Money sum;
  for (const auto& owed : former.debts)
    if (owed.row.origin != books::DebtOrigin::claim) sum += owed.left;
  return sum;
}

Result<void> owner_named(const Supply& former, const TransferRequest& request) {
  const Money debts = debts_by_name(former);
  if (debts.is_zero() || request.debts != DebtsGo::unsaid) return Done{};
  return error(Fault::refused, "debt_owner_needed", "Debts stand by name at this account: say whether its former customer keeps them or the new one takes them over. Nothing was changed.",
               {{"debts", format_money(debts, former.utility.minor_digits)}});
}

/// Whoever is blocked may not leave by somebody's hand alone.
bool is_blocked(const Supply& former) { return former.customer.state == books::CustomerStatus::blocked; }

/// Its meter may have been told those prices for their day.
Result<void> nothing_agreed(const books::Reader& books, const Supply& former, Instant now) {
  for (const auto& change : counter::agreed_changes(books, former.account.number))
    if (change.begins > now)
      return error(Fault::refused, Cause::change_agreed_already, "Another change was agreed from that day or a later one on; withdraw it first.", {{"from", change.from}});
  return Done{};
}

books::Account account_for(const books::Reader& books, const Supply& former, const books::Customer& customer, const Context& context) {
  books::Account account;
  account.number = books::next_number<books::Account>(books);
  account.station = former.account.station;
  account.customer = customer.number;
  account.service_point = former.account.service_point;
  account.meter = former.account.meter;
  account.scheme = former.account.scheme;
  account.plan = former.account.plan;
  account.usage_class = former.account.usage_class;
  account.state = books::AccountStatus::open;
  account.opened = context.now;
  account.first_number = former.meter.applied.next();
  account.statements_before = former.meter.statements;
  return account;
}

/// The new customer's account at the same meter.
Result<Supply> taken_over(const books::Reader& books, const Supply& former, const TransferRequest& request, counter::Carrier carrier, const Context& context) {
  TRY(customer, who_comes(books, former, request, context));
  const auto account = account_for(books, former, customer, context);
  TRY(supply, counter::supply_for(books, account, customer, former.service_point, former.meter, context.plans));
  MUST(counter::may_be_sold_to(supply));
  MUST(counter::nothing_pending(books, supply));
  return counter::held_prices(books, std::move(supply), carrier, context.now);
}

/// A blank card, or the one that the former customer hands over.
Result<std::optional<books::Card>> card_for(const books::Reader& books, const TransferRequest& request, counter::Carrier carrier, const Supply& former, const Supply& now,
                                            const Context& context) {
  if (!scheme::facts_of(carrier).onto_card) return std::optional<books::Card>{};
  auto known = request.card ? books.find<books::Card>(*request.card) : std::nullopt;
  if (known && known->account == former.account.number && known->state == books::CardStatus::active) {
    known->account = now.account.number;
    known->issue_number = 1;
    known->issued = context.now;
    return known;
  }
  TRY(card, counter::new_card(books, request.card, now.account, context));
  return std::optional{std::move(card)};
}

void end_former(const books::Reader& books, const Supply& former, const std::optional<books::Card>& handed_over, const Context& context, books::Changes& changes) {
  auto account = former.account;
  account.state = books::AccountStatus::closed;
  account.closed = context.now;
  changes.put.emplace_back(account);
  for (auto card : books::cards_of_account(books, account.number)) {
    if (card.state != books::CardStatus::active && card.state != books::CardStatus::fresh) continue;
    if (handed_over && handed_over->serial == card.serial) continue;
    card.state = books::CardStatus::closed;
    changes.put.emplace_back(card);
  }
}

/// What is left with the former customer: owed to him, or a claim.
struct Parting {
  Held opening;  ///< that is handed over
  Money debt, left;
};

Result<Parting> parting(const books::Reader& books, const Supply& former, const TransferRequest& request) {
  TRY(given, surrendered_by(books, former));
  MUST(counter::feeds_nobody(former));
  Parting out;
  if (request.hand_over) out.opening = still_owed(books, former.account.number, given);
  const Money due = counter::refund_due(books, former.account.number) - out.opening.worth;
  (due.is_negative() ? out.debt : out.left) = due.is_negative() ? -due : due;
  return out;
}

void describe(Booking& booking, const Supply& former, const Parting& parting) {
  auto& document = booking.document;
  document["from_account"] = former.account.number;
  document["from_customer"] = former.customer.name;
  document["handed_over"] = parting.opening.worth.minor();
  if (!parting.left.is_zero()) document["left_to_him"] = parting.left.minor();
  if (!parting.debt.is_zero()) document["claimed"] = parting.debt.minor();
  document["credit"] = parting.opening.credit.amount();
  if (!parting.opening.credit.is_zero()) document["should_show"] = parting.opening.credit.amount();
}

/// The new customer's account at a meter that holds no money.
Result<Supply> at_the_same_line(const books::Reader& books, const Supply& former, const TransferRequest& request, const Context& context) {
  TRY(customer, who_comes(books, former, request, context));
  auto account = account_for(books, former, customer, context);
  account.first_number = former.meter.applied;
  TRY(supply, counter::supply_for(books, account, customer, former.service_point, former.meter, context.plans));
  MUST(counter::may_be_sold_to(supply));
  MUST(counter::has_rates_for(books, supply, context.now));
  return supply;
}

/// What is left at the server after the last charge: handed over, owed to him, or claimed.
Parting parting_at_server(Money balance, bool hand_over) {
  Parting out;
  (balance.is_negative() ? out.debt : out.left) = balance.is_negative() ? -balance : balance;
  if (hand_over) std::swap(out.opening.worth, out.left);
  return out;
}

void debts_by_name_go(const books::Reader& books, const Supply& former, const Supply& now, const TransferRequest& request, const Context& context, Booking& booking) {
  const Money by_name = debts_by_name(former);
  if (by_name.is_zero()) return;
  booking.document["debts"] = by_name.minor();
  booking.document["debts_go"] = word_of(request.debts);
  if (request.debts == DebtsGo::along) debts::hand_over(books, former.account.number, now.account, context, booking.changes);
}

/// The former customer is charged for the last time and the new one begins, in one decision. Two people where nobody read the meter.
remote::Booked transfer_at_server(const books::Reader& books, counter::Desk desk, const Supply& former, const TransferRequest& request, const Context& context) {
  MUST(counter::check_clock(books, former.meter.number, context.now));
  MUST(nothing_agreed(books, former, context.now));
  MUST(owner_named(former, request));
  TRY(now, at_the_same_line(books, former, request, context));
  TRY(handed, remote_account::hand_over(books, now, request.account, {request.last_register, {}}, context));
  const auto parts = parting_at_server(handed.answer.balance, request.hand_over);
  TRY(version, now.plan.version_at(context.now));
  TRY(approval, people::second_person(books, {right_to_transfer, approval_content(request, now.customer), parts.opening.worth + parts.debt, counter::refund_limit(books, former, context), request.approval, request.last_register.empty() || is_blocked(former), request.reason}, context));

  Booking booking{std::move(desk), now, context, request.claim, Operation::transfer};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = std::move(version);
  booking.agreed_to(approval);
  booking.changes.join(std::move(handed.changes));
  auto head = booking.head("/from", Operation::transfer);
  head.account = former.account.number;
  MUST(booking.post(ledger::transferred_away(head, former.account.number, parts.opening.worth, parts.debt)));
  MUST(booking.post(ledger::owed_to(booking.head(), now.account.number, parts.opening.worth)));
  describe(booking, former, parts);
  debts::register_claim(books, former.account, parts.debt, booking.sale.number, context, booking.changes);
  debts_by_name_go(books, former, now, request, context, booking);
  auto ended = former;
  ended.account.scheme = handed.answer.former_scheme;
  end_former(books, ended, std::nullopt, context, booking.changes);
  booking.changes.put.emplace_back(now.customer);
  booking.changes.put.emplace_back(now.account);
  booking.changes.put.emplace_back(handed.answer.former);
  booking.changes.put.emplace_back(handed.answer.now);
  auto booked = booking.finish(books::SaleStatus::applied, {});
  return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), {}}};
}

}  // namespace

remote::Booked transfer(const books::Reader& books, const TransferRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return remote::again(books, std::move(*before));
  MUST(people::require(context.who, right_to_transfer));
  MUST(people::has_reason(request.reason, right_to_transfer.word()));
  TRY(desk, counter::at_desk(books, context));
  TRY(former, counter::supply_of(books, request.account, context.now, context.plans));
  if (former.account.state == books::AccountStatus::closed)
    return error(Fault::refused, Cause::account_closed, "This account is closed; nothing was changed.", {{"account", fmt::format("{}", request.account)}});
  if (remote_account::active_account(books, request.account).ok()) return transfer_at_server(books, std::move(desk), former, request, context);
  MUST(scheme::balance_in_meter(former.account, context));
  TRY(carrier, scheme::carrier_of(former.account, request.carrier, context));
  MUST(remote::reached_by(books, former.meter, carrier, context));
  MUST(counter::check_clock(books, former.meter.number, context.now));
  TRY(parts, parting(books, former, request));
  MUST(nothing_agreed(books, former, context.now));
  MUST(owner_named(former, request));
  TRY(now, taken_over(books, former, request, carrier, context));
  TRY(card, card_for(books, request, carrier, former, now, context));
  TRY(version, now.plan.version_at(context.now));
  TRY(approval, people::second_person(books, {right_to_transfer, approval_content(request, now.customer), parts.opening.worth + parts.debt, counter::refund_limit(books, former, context), request.approval, is_blocked(former), request.reason}, context));

  Booking booking{std::move(desk), now, context, request.claim, Operation::transfer};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = std::move(version);
  booking.sale.credit = parts.opening.credit;
  booking.carried_by(carrier, card);
  booking.agreed_to(approval);
  auto head = booking.head("/from", Operation::transfer);
  head.account = former.account.number;
  MUST(booking.post(ledger::transferred_away(head, former.account.number, parts.opening.worth, parts.debt)));
  MUST(booking.post(ledger::transferred_to(booking.head(), word_of(now.plan.commodity()), parts.opening.worth)));
  describe(booking, former, parts);
  debts::register_claim(books, former.account, parts.debt, booking.sale.number, context, booking.changes);
  debts_by_name_go(books, former, now, request, context, booking);
  end_former(books, former, card, context, booking.changes);
  booking.changes.put.emplace_back(now.customer);
  booking.changes.put.emplace_back(now.account);
  if (card) counter::hand_out(books, *card, booking.sale.number, context, booking.changes);
  return remote::begun(books, std::move(booking), now, parts.opening.credit, {carrier, card}, context);
}

}  // namespace kwota::life
