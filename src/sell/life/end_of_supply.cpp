#include "sell/life/end_of_supply.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/account/leaving_meter.h"
#include "sell/counter/paying.h"
#include "sell/counter/sell.h"
#include "sell/counter/take_back.h"
#include "sell/debt/keep.h"
#include "sell/ledger/chart.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::Booking;
using ledger::Operation;

constexpr books::Right right_to_end = "close_account";

/// What the second person agrees to.
people::Proposal approval_content(const EndRequest& request) {
  using people::Part;
  people::Proposal content(people::Proposed::close_account);
  content.number(Part::account, request.account).figure(Part::remaining, request.word.remaining).figure(Part::last_register, request.word.last_register);
  if (request.word.leave_in_doubt) content.that(Part::leave_in_doubt);
  if (request.leftover == Leftover::to_account) content.number(Part::to_account, request.to_account);
  if (request.leftover == Leftover::paid_out && request.tender != word_of(books::Tender::cash)) content.word(Part::tender, "tender", request.tender).text(Part::reference, request.reference);
  if (request.claim_debt) content.that(Part::claims_debt);
  return content;
}

Details of_account(std::int64_t account) { return {{"account", fmt::format("{}", account)}}; }

Result<void> may_end(const Supply& supply) {
  if (supply.account.state == books::AccountStatus::open || supply.account.state == books::AccountStatus::closing) return Done{};
  return error(Fault::refused, "account_not_open", "Only an open account is closed; nothing was changed.", of_account(supply.account.number));
}

/// Its balance was at the server and has ended there, and the meter holds nothing of its own: there is nothing that it could give up.
Result<std::optional<FinalBalance>> ended_at_server(const books::Reader& books, const Supply& supply, const TypedBalance& typed) {
  const auto row = books.find<books::RemoteAccount>(supply.account.number);
  if (!row || row->state != books::RemoteAccountStatus::ended || supply.account.state != books::AccountStatus::open || !typed.remaining.empty()) return std::optional<FinalBalance>{};
  MUST(counter::nothing_pending(books, supply));
  if (!supply.expected_balance().is_zero()) return std::optional<FinalBalance>{};
  FinalBalance out;
  out.source = BalanceSource::by_link;
  if (supply.statement) out.last_register = supply.statement->energy;
  if (!typed.last_register.empty()) {
    TRY(shown, typed_register(typed.last_register));
    out.last_register = shown;
  }
  out.due = counter::refund_due(books, supply.account.number);
  return std::optional{std::move(out)};
}

Result<FinalBalance> balance_at_its_end(const books::Reader& books, const Supply& supply, const TypedBalance& typed, const Context& context) {
  TRY(nothing, ended_at_server(books, supply, typed));
  if (nothing) return *std::move(nothing);
  TRY(word, final_balance(books, supply, typed, context));
  if (word.source != BalanceSource::typed) MUST(counter::feeds_nobody(supply));
  return word;
}

/// The account that is owed what is left here.
Result<std::optional<books::Account>> target(const books::Reader& books, const EndRequest& request, const Context& context) {
  if (request.leftover != Leftover::to_account) return std::optional<books::Account>{};
  const auto account = books.find<books::Account>(request.to_account);
  if (!account) return error(Fault::request, "unknown_account", "There is no such account.", of_account(request.to_account));
  if (account->number == request.account)
    return error(Fault::request, "same_account", "This is the account that ends; choose another one, or have the money paid out.", of_account(request.to_account));
  if (account->state != books::AccountStatus::open)
    return error(Fault::refused, "target_closed", "Money goes onto an open account only; nothing was booked. Choose another one, or have it paid out.", of_account(request.to_account));
  TRY(scheme, scheme::scheme_of(*account, context));
  if (scheme->holder == scheme::BalanceHolder::purse)
    return error(Fault::refused, "balance_on_card", "The balance of this account is on its card: load the card. Nothing was booked.", of_account(request.to_account));
  return std::optional{*account};
}

/// What is left, and which way it goes.
struct Rest {
  FinalBalance word;
  Money left, debt;
  std::vector<ledger::Charge> settled;  ///< debts by name that are paid of it first
  std::optional<books::Account> to;
  counter::Taken paid;  ///< at the till; negative
};

Result<counter::Taken> paid_out(const books::Reader& books, const counter::Desk& desk, const Supply& supply, const EndRequest& request, Money amount) {
  if (amount.is_zero()) return counter::Taken{};
  counter::Paying paying;
  paying.tenders = {{request.tender, "", request.reference}};
  TRY(out, counter::taken(paying, amount, supply.utility));
  for (auto& part : out.tenders) part.amount = -part.amount;
  out.received = out.change = {};
  MUST(counter::enough_in_drawer(books, desk, -out.tenders.of(books::Tender::cash)));
  return out;
}

Result<Rest> rest_of(const books::Reader& books, const counter::Desk& desk, const Supply& supply, const EndRequest& request, const Context& context) {
  Rest out;
  TRY(word, balance_at_its_end(books, supply, request.word, context));
  out.word = std::move(word);
  (out.word.due.is_negative() ? out.debt : out.left) = out.word.due.is_negative() ? -out.word.due : out.word.due;
  if (!out.debt.is_zero() && !request.claim_debt)
    return error(Fault::refused, "account_in_debt", "This account owes money; nothing was closed. Let it be paid, turn it into a claim, or have it written off by two persons.",
                 {{"account", fmt::format("{}", request.account)}, {"debt", format_money(out.debt, supply.utility.minor_digits)}});
  out.settled = debts::settled_of(supply.debts, out.left);
  TRY(to, target(books, request, context));
  out.to = std::move(to);
  if (request.leftover != Leftover::paid_out) return out;
  TRY(paid, paid_out(books, desk, supply, request, out.left));
  out.paid = std::move(paid);
  return out;
}

Result<std::optional<books::Approval>> agreed(const books::Reader& books, const Supply& supply, const EndRequest& request, const Rest& rest, const Context& context) {
  const Money paid_out = request.leftover == Leftover::paid_out ? rest.left : Money{};
  const bool typed = rest.word.source == BalanceSource::typed, to_another = rest.to && rest.to->customer != supply.customer.number;
  const Money moved = request.leftover == Leftover::stays_owed ? rest.debt : rest.left + rest.debt;
  return people::second_person(books, {right_to_end, approval_content(request), moved, counter::refund_limit(books, supply, context), request.approval,
                                       typed || to_another || counter::beyond_what_was_paid_in(books, request.account, paid_out), request.reason}, context);
}

/// The entries of the document itself, all of its own kind: money out of the till, or onto the other account; and what is claimed.
Result<void> post(const Rest& rest, const EndRequest& request, Booking& booking) {
  if (!rest.debt.is_zero()) MUST(booking.post(ledger::claimed(booking.head("/claim", Operation::refund), request.account, rest.debt)));
  if (!rest.settled.empty()) MUST(booking.post(ledger::debts_settled(booking.head("/debts", Operation::settle), request.account, rest.settled)));
  if (rest.left.is_zero() || request.leftover == Leftover::stays_owed) return Done{};
  if (!rest.to) return booking.post(ledger::pay_out(booking.head(), ledger::at_till(booking.sale), request.account));
  MUST(booking.post(ledger::transferred_away(booking.head(), request.account, rest.left, {})));
  auto head = booking.head("/to", Operation::refund);
  head.account = rest.to->number;
  return booking.post(ledger::owed_to(head, rest.to->number, rest.left));
}

void describe(const books::Reader& books, const Rest& rest, const EndRequest& request, Booking& booking) {
  auto& document = booking.document;
  const auto& word = rest.word;
  document["tendered"] = booking.sale.tendered.minor();
  document["surrendered"] = word.held.amount();
  document["balance_source"] = word_of(word.source);
  document["last_credit"] = word.held.amount();
  if (word.last_register) document["last_register"] = word.last_register->wh();
  if (!word.pending.credit.is_zero()) document["carried_over"] = word.pending.credit.amount();
  if (!word.pending.in_doubt.empty()) document["in_doubt"] = fmt::format("{}", fmt::join(word.pending.in_doubt, ","));
  if (!rest.debt.is_zero()) document["claimed"] = rest.debt.minor();
  if (!rest.settled.empty()) document["debts_settled"] = debts::sum_of(rest.settled).minor();
  document["left"] = rest.left.minor();
  if (rest.left.is_zero()) return;
  document["leftover"] = word_of(request.leftover);
  if (!rest.to) return;
  document["to_account"] = rest.to->number;
  if (const auto customer = books.find<books::Customer>(rest.to->customer)) document["to_customer"] = customer->name;
}

books::MeterSwap row_of(const books::Reader& books, const Supply& supply, const Rest& rest, const Booking& booking) {
  auto row = counter::leaving(books, supply, booking.sale.time);
  write_down(row, rest.word);
  row.document = booking.sale.number;
  row.reason = booking.sale.reason;
  row.swapped_by = booking.sale.operator_name;
  row.approved_by = booking.sale.approved_by;
  return row;
}

}  // namespace

counter::Booked end_supply(const books::Reader& books, const EndRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return books::Decision<counter::Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, right_to_end));
  MUST(people::has_reason(request.reason, right_to_end.word()));
  TRY(desk, counter::at_desk(books, context));
  TRY(supply, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(may_end(supply));
  MUST(scheme::balance_in_meter(supply.account, context));
  MUST(counter::check_clock(books, supply.meter.number, context.now));
  TRY(rest, rest_of(books, desk, supply, request, context));
  TRY(approval, agreed(books, supply, request, rest, context));

  Booking booking{std::move(desk), supply, context, request.claim, Operation::refund};
  booking.sale.reason = request.reason;
  MUST(counter::receive(books, rest.paid, booking.sale, booking.changes));
  booking.agreed_to(approval);
  MUST(post_final_balance(books, supply, rest.word, context, booking));
  MUST(post(rest, request, booking));
  describe(books, rest, request, booking);
  const auto row = row_of(books, supply, rest, booking);
  debts::register_claim(books, supply.account, rest.debt, booking.sale.number, context, booking.changes);
  counter::take_off(books, supply.meter, supply.account.number, booking.sale.number, context, booking.changes);
  counter::end_account(books, supply.account, context, booking.changes);
  booking.changes.put.emplace_back(row);
  return booking.finish(books::SaleStatus::applied, {});
}

}  // namespace kwota::life
