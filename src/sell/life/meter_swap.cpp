#include "sell/life/meter_swap.h"

#include <fmt/format.h>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/leaving_meter.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/customer/registers.h"
#include "sell/ledger/chart.h"
#include "sell/life/final_balance.h"
#include "sell/remote/link.h"
#include "sell/remote_account/keep.h"
#include "sell/scheme/device_fit.h"
#include "sell/stock/stock.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::Booking;
using ledger::Operation;

constexpr books::Right right_to_swap = "swap_meter";

/// What the second person agrees to. `word`: what the old meter held, and which sales had not reached it; null: its balance is at the server.
people::Proposal approval_content(const SwapRequest& request, const FinalBalance* word, int digits) {
  using people::Part;
  people::Proposal content(people::Proposed::swap_meter);
  content.number(Part::account, request.account).text(Part::meter, to_text(request.old_meter)).text(Part::new_meter, to_text(request.meter.number));
  if (word != nullptr && word->source == BalanceSource::typed) {
    content.credit(Part::remaining, word->held, digits);
    for (const auto& sale : word->pending.moved) content.text(Part::sale, sale);
    for (const auto& sale : word->pending.in_doubt) content.text(Part::sale, sale);
  }
  content.figure(Part::last_register, request.last_register).figure(Part::first_register, request.first_register);
  if (request.leave_in_doubt) content.that(Part::leave_in_doubt);
  return content;
}

Result<void> is_the_meter(const SwapRequest& request, const Supply& supply) {
  const Details both{{"meter", to_text(request.old_meter)}, {"account_meter", to_text(supply.meter.number)}};
  if (request.old_meter != supply.meter.number)
    return error(Fault::refused, "wrong_meter", "That is not the meter of this account; nothing was booked. Read the plate of the meter that was taken off.", both);
  if (request.meter.number != request.old_meter) return Done{};
  return error(Fault::request, "same_meter", "The new meter has the number of the old one; nothing was booked. Read its plate.", both);
}

Result<void> may_be_swapped(const Supply& supply) {
  if (supply.account.state == books::AccountStatus::open || supply.account.state == books::AccountStatus::closing) return Done{};
  return error(Fault::refused, "account_not_open", "Only the meter of an open account is swapped; nothing was booked.",
               {{"account", fmt::format("{}", supply.account.number)}});
}

/// The new meter is one for the account's scheme, and its line, where it has one, speaks what that does.
Result<void> serves(const books::Reader& books, const books::Account& account, const books::Meter& meter, const Context& context) {
  TRY(scheme, scheme::scheme_of(account, context));
  MUST(scheme::meter_serves(meter, *scheme, context));
  return scheme::its_line_speaks(books, meter.number, *scheme);
}

/// A new meter measures what the old one did; of one that the register knows it stands there.
Result<books::Meter> meter_in_its_place(const books::Reader& books, const Supply& old, books::Meter wanted) {
  wanted.commodity = old.meter.commodity;
  TRY(meter, customer::known_or_new(books, wanted));
  auto there = old;
  there.meter = meter;
  MUST(counter::prices_what_it_counts(there));
  return meter;
}

/// The account at its new meter: what was bought, its place in the steps, its plan and what comes after it go on.
Result<Supply> at_new_meter(const books::Reader& books, const Supply& old, const SwapRequest& request, counter::Carrier carrier, const Context& context) {
  TRY(meter, meter_in_its_place(books, old, request.meter));
  MUST(customer::free_meter(books, meter.number, 0));
  MUST(counter::begin_book(meter, old.account, context));
  MUST(remote::reached_by(books, meter, carrier, context));
  MUST(serves(books, old.account, meter, context));
  meter.state = books::MeterStatus::installed;
  meter.service_point = old.service_point.code;
  Supply out = old;
  out.account.meter = meter.number;
  out.account.state = books::AccountStatus::open;
  out.account.first_number = meter.applied.next();
  out.account.statements_before = meter.statements;
  out.meter = std::move(meter);
  out.statement.reset();
  out.in_transit = counter::in_transit(books, out.meter);
  out.units_in_transit = {};
  out.units_unreadable.reset();
  MUST(counter::check_clock(books, out.meter.number, context.now));
  MUST(counter::nothing_pending(books, out));
  return counter::held_prices(books, std::move(out), carrier, context.now);
}

books::MeterSwap row_of(const books::Reader& books, const Supply& old, const Supply& now, const FinalBalance& word, Money compensation, const Booking& booking, Energy first_register) {
  auto row = counter::leaving(books, old, booking.sale.time);
  write_down(row, word);
  row.new_meter = now.meter.number;
  row.document = booking.sale.number;
  row.first_register = first_register;
  row.compensation = compensation;
  row.reason = booking.sale.reason;
  row.swapped_by = booking.sale.operator_name;
  row.approved_by = booking.sale.approved_by;
  return row;
}

void describe(boost::json::object& document, const books::MeterSwap& row, const Held& opening) {
  document["old_meter"] = to_text(row.old_meter);
  document["balance_source"] = word_of(row.balance_source);
  document["last_credit"] = row.last_credit.amount();
  if (row.last_register) document["last_register"] = row.last_register->wh();
  document["first_register"] = row.first_register.wh();
  if (!row.carried_over.is_zero()) document["carried_over"] = row.carried_over.amount();
  if (!row.in_doubt.empty()) document["in_doubt"] = row.in_doubt;
  document["compensation"] = opening.worth.minor();
  document["credit"] = opening.credit.amount();
  document["should_show"] = opening.credit.amount();
}

/// What was to be asked of it over a line is asked no more once it has said its last word.
void stop_line(const books::Reader& books, MeterNumber meter, BalanceSource word, Instant now, books::Changes& changes) {
  auto link = books.find<books::MeterLink>(meter);
  if (!link || link->state != books::LinkStatus::active || word == BalanceSource::typed) return;
  link->state = books::LinkStatus::stopped;
  link->changed = now;
  changes.put.emplace_back(*link);
}

/// The card that it waits for: on the reader, or wherever it is put down next.
Result<std::optional<books::Card>> card_for(const books::Reader& books, const SwapRequest& request, counter::Carrier carrier, const Context& context) {
  if (request.card || !scheme::facts_of(carrier).onto_card) return counter::card_at_hand(books, carrier, request.card, request.account, context);
  if (auto card = books::card_in_use(books, request.account)) return card;
  return error(Fault::card, Cause::no_card, "This account has no card in use: give the new meter its credit over the line, or issue a card first.");
}

/// Its balance is at the server: no credit is in the meters, only registers go on.
Result<Supply> at_new_line(const books::Reader& books, const Supply& old, const SwapRequest& request, const Context& context) {
  TRY(meter, meter_in_its_place(books, old, request.meter));
  MUST(customer::free_meter(books, meter.number, 0));
  TRY(scheme, scheme::scheme_of(old.account, context));
  if (!scheme->protocols.empty()) MUST(remote::usable_link(books, meter.number));
  MUST(serves(books, old.account, meter, context));
  meter.state = books::MeterStatus::installed;
  meter.service_point = old.service_point.code;
  Supply out = old;
  out.account.meter = meter.number;
  out.account.first_number = meter.applied;
  out.account.statements_before = meter.statements;
  out.meter = std::move(meter);
  out.statement.reset();
  out.in_transit = counter::in_transit(books, out.meter);
  MUST(counter::check_clock(books, out.meter.number, context.now));
  MUST(counter::nothing_pending(books, out));
  MUST(counter::has_rates_for(books, out, context.now));
  return out;
}

/// As typed; empty is zero, of all rates.
remote_account::TypedRegisters opening_of(const SwapRequest& request) {
  if (request.first_register.empty()) return {"0", {"0", "0", "0", "0"}};
  return {request.first_register, {}};
}

/// Charged to the old meter's last register and from the new one's first on, in one decision. By two people: a register that is typed charges money, and where
/// none is, what the old one counted after its last reading is nobody's.
remote::Booked swap_at_server(const books::Reader& books, counter::Desk desk, const Supply& old, const SwapRequest& request, const Context& context) {
  if (!request.remaining.empty() || request.leave_in_doubt)
    return error(Fault::request, "balance_at_office", "The balance of this account is at the server: take a payment. Its meter gets no credit; nothing was booked.",
                 {{"account", fmt::format("{}", request.account)}});
  TRY(now, at_new_line(books, old, request, context));
  TRY(charged, remote_account::go_on_at(books, now, {request.last_register, {}}, opening_of(request), context));
  TRY(version, now.plan.version_at(context.now));
  TRY(approval, people::second_person(books, {right_to_swap, approval_content(request, nullptr, books::minor_digits_of(books)), Money{}, {}, request.approval, true, request.reason}, context));
  Booking booking{std::move(desk), now, context, request.claim, Operation::swap};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = std::move(version);
  booking.agreed_to(approval);
  FinalBalance nothing;
  nothing.source = BalanceSource::by_link;
  if (!request.last_register.empty()) {
    TRY(last, typed_register(request.last_register));
    nothing.source = BalanceSource::typed;
    nothing.last_register = last;
  }
  TRY(first, typed_first_register(request.first_register));
  const auto row = row_of(books, old, now, nothing, {}, booking, first);
  auto& document = booking.document;
  document["old_meter"] = to_text(row.old_meter);
  if (row.last_register) {
    document["last_register"] = row.last_register->wh();
    document["last_register_typed"] = true;
  }
  document["first_register"] = row.first_register.wh();
  document["balance_after"] = charged.answer.balance.minor();
  booking.changes.join(std::move(charged.changes));
  counter::take_off(books, old.meter, old.account.number, booking.sale.number, context, booking.changes);
  MUST(stock::put_on(books, now.meter.number, old.account.number, booking.sale.number, context, booking.changes));
  stop_line(books, old.meter.number, BalanceSource::by_link, context.now, booking.changes);
  booking.changes.put.emplace_back(now.meter);
  booking.changes.put.emplace_back(now.account);
  booking.changes.put.emplace_back(charged.answer.account);
  booking.changes.put.emplace_back(row);
  auto booked = booking.finish(books::SaleStatus::applied, {});
  return books::Decision<remote::Outcome>{std::move(booked.changes), {std::move(booked.answer), {}}};
}

}  // namespace

remote::Booked swap_meter(const books::Reader& books, const SwapRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return remote::again(books, std::move(*before));
  MUST(people::require(context.who, right_to_swap));
  MUST(people::has_reason(request.reason, right_to_swap.word()));
  TRY(desk, counter::at_desk(books, context));
  TRY(old, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(may_be_swapped(old));
  MUST(is_the_meter(request, old));
  MUST(counter::check_clock(books, old.meter.number, context.now));
  if (remote_account::active_account(books, request.account).ok()) return swap_at_server(books, std::move(desk), old, request, context);
  MUST(scheme::balance_in_meter(old.account, context));
  TRY(carrier, scheme::carrier_of(old.account, request.carrier, context));
  TRY(word, final_balance(books, old, {request.remaining, request.last_register, request.leave_in_doubt, request.card}, context));
  const Held opening = share_of(word.given, word.due);
  TRY(first, typed_first_register(request.first_register));
  TRY(now, at_new_meter(books, old, request, carrier, context));
  TRY(card, card_for(books, request, carrier, context));
  TRY(version, now.plan.version_at(context.now));
  const bool typed = word.source == BalanceSource::typed;
  TRY(approval, people::second_person(books, {right_to_swap, approval_content(request, &word, books::minor_digits_of(books)), opening.worth, counter::refund_limit(books, old, context), request.approval, typed, request.reason}, context));

  Booking booking{std::move(desk), now, context, request.claim, Operation::swap};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = std::move(version);
  booking.sale.credit = opening.credit;
  booking.carried_by(carrier, card);
  booking.agreed_to(approval);
  MUST(post_final_balance(books, old, word, context, booking));
  MUST(booking.post(ledger::credited_again(booking.head(), old.account.number, word_of(old.plan.commodity()), opening.worth)));
  const auto row = row_of(books, old, now, word, opening.worth, booking, first);
  describe(booking.document, row, opening);
  counter::take_off(books, old.meter, old.account.number, booking.sale.number, context, booking.changes);
  MUST(stock::put_on(books, now.meter.number, old.account.number, booking.sale.number, context, booking.changes));
  stop_line(books, old.meter.number, word.source, context.now, booking.changes);
  auto account = *books.find<books::Account>(request.account);
  account.meter = now.account.meter, account.state = now.account.state;
  account.first_number = now.account.first_number, account.statements_before = now.account.statements_before;
  booking.changes.put.emplace_back(account);
  booking.changes.put.emplace_back(row);
  return remote::begun(books, std::move(booking), now, opening.credit, {carrier, request.card ? card : std::nullopt}, context);
}

}  // namespace kwota::life
