#include "sell/counter/account/account_life.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/rows/supply/application.h"
#include "people/permissions.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/account/debt.h"
#include "sell/counter/order/fit.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/sell.h"
#include "sell/customer/change.h"
#include "sell/customer/registers.h"
#include "sell/settings/in_force.h"
#include "sell/stock/stock.h"

namespace kwota::counter {
namespace {

/// The rows that an opening puts into the books, complete but not yet there.
struct Opening {
  books::Account account;
  books::Customer customer;
  books::ServicePoint point;
  books::Meter meter;
};

/// The account was prepared for an application that somebody granted (sell/life).
bool was_granted(const books::Reader& books, std::int64_t account) {
  return account != 0 && std::ranges::any_of(books.select(books::AccountApplication::of_account, account),
                                             [](const books::AccountApplication& row) { return row.state == books::ApplicationStatus::granted; });
}

Result<books::Account> account_row(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context) {
  books::Account account;
  if (request.draft != 0) {
    const auto draft = books.find<books::Account>(request.draft);
    if (!draft || draft->state != books::AccountStatus::draft)
      return error(Fault::request, "unknown_draft", "There is no such prepared account.", {{"account", fmt::format("{}", request.draft)}});
    account = *draft;
  } else {
    account.number = books::next_number<books::Account>(books);
    account.plan = request.plan;
    account.usage_class = request.usage_class;
    MUST(books::not_out_of_use(books, books::CodeKind::usage_class, request.usage_class));
    account.household_persons = request.household_persons;
  }
  MUST(customer::plan_in_use(books, account.plan));
  const auto& named = request.scheme.empty() ? account.scheme : request.scheme;
  TRY(scheme, scheme::scheme_to_open(named, carrier, context));
  MUST(settings::way_is_used(books, scheme::facts_of(carrier).way, context.now));
  MUST(may_get_by(request.meter, carrier, context));
  MUST(scheme::its_line_speaks(books, request.draft == 0 ? request.meter.number : account.meter, *scheme));
  account.scheme = scheme->name;
  account.station = context.station;
  account.state = books::AccountStatus::open;
  account.opened = context.now;
  return account;
}

Result<Opening> opening_of(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context) {
  Opening out;
  MUST(granted_if_reviewed(books, request.draft, context.now));
  TRY(account, account_row(carrier, books, request, context));
  out.account = std::move(account);
  if (request.draft != 0) {
    // No draft is written without these, and none of them is taken out while it names them.
    out.customer = *books.find<books::Customer>(out.account.customer);
    out.point = *books.find<books::ServicePoint>(out.account.service_point);
    out.meter = *books.find<books::Meter>(out.account.meter);
  } else {
    TRY(customer, customer::known_or_new(books, request.customer, out.account.station, context.now));
    TRY(point, customer::known_or_new(books, request.service_point));
    TRY(meter, customer::known_or_new(books, request.meter));
    out.customer = std::move(customer), out.point = std::move(point), out.meter = std::move(meter);
  }
  MUST(customer::free_meter(books, out.meter.number, request.draft));
  MUST(stock::may_be_put_on(books, out.meter.number, context));
  out.meter.state = books::MeterStatus::installed;
  out.meter.service_point = out.point.code;
  MUST(begin_book(out.meter, out.account, context));
  out.account.customer = out.customer.number;
  out.account.service_point = out.point.code;
  out.account.meter = out.meter.number;
  // The customer before is not this one's business: neither what his meter said nor what it was credited.
  out.account.first_number = out.meter.applied.next();
  out.account.statements_before = out.meter.statements;
  return out;
}

/// A meter that the register does not know yet measures what its first plan prices.
void measures_what_is_sold(const books::Reader& books, Opening& opening, Supply& supply) {
  if (books.find<books::Meter>(opening.meter.number)) return;
  opening.meter.commodity = supply.meter.commodity = supply.plan.commodity();
}

Result<Supply> supply_of_opening(const books::Reader& books, Opening& opening, Carrier carrier, const Context& context) {
  TRY(supply, supply_for(books, opening.account, opening.customer, opening.point, opening.meter, context.plans));
  MUST(see_debts(books, supply, context.now));
  measures_what_is_sold(books, opening, supply);
  MUST(prices_what_it_counts(supply));
  MUST(may_be_sold_to(supply));
  return held_prices(books, std::move(supply), carrier, context.now);
}

Result<Quote> first_quote(const books::Reader& books, const Supply& supply, const std::string& pay, const Context& context) {
  TRY(tendered, parse_amount(pay, supply.utility));
  return quote_for(books, supply, tendered, context);
}

}  // namespace

Result<void> granted_if_reviewed(const books::Reader& books, std::int64_t draft, Instant now) {
  if (settings::number_in_force(books, settings::SettingName::account_review, now) == 0 || was_granted(books, draft)) return Done{};
  return error(Fault::refused, "application_needed", "Applications are reviewed here: an account is opened when its application was granted. Nothing was opened. Enter one.",
               {{"account", fmt::format("{}", draft)}});
}

Result<Quote> quote_opening(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context) {
  TRY(opening, opening_of(carrier, books, request, context));
  TRY(supply, supply_of_opening(books, opening, carrier, context));
  return first_quote(books, supply, request.pay, context);
}

Booked open_account(const books::Reader& books, const OpenRequest& request, const Context& context) { return open_account_by(Carrier::card, books, request, context); }

Booked open_account_by(Carrier carrier, const books::Reader& books, const OpenRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "open_account"));
  TRY(desk, at_desk(books, context));
  TRY(opening, opening_of(carrier, books, request, context));
  TRY(supply, supply_of_opening(books, opening, carrier, context));
  MUST(check_clock(books, supply.meter.number, context.now));
  MUST(nothing_pending(books, supply));
  std::optional<books::Card> card;
  if (scheme::facts_of(carrier).onto_card) {
    TRY(issued, new_card(books, request.card, opening.account, context));
    card = std::move(issued);
  }
  TRY(quote, first_quote(books, supply, request.pay, context));

  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::open};
  booking.carried_by(carrier, card);
  MUST(confirm(booking, quote.confirm, request.confirmed));
  MUST(take_money(books, booking, supply, quote, request.paying));
  opening.account.charged = charged_text(quote.charged_after);
  opening.account.first_sale = booking.sale.number;
  booking.changes.put = {opening.customer, opening.point, opening.account};
  if (card) hand_out(books, *card, booking.sale.number, context, booking.changes);
  MUST(stock::put_on(books, opening.meter.number, opening.account.number, booking.sale.number, context, booking.changes));
  TRY(instruction, credit_instruction(books, supply, quote.credit, booking.sale.number, context.now));
  booking.instruct(opening.meter, instruction);
  if (!card) return booking.finish(SaleStatus::booked, {});
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  order.use = CardUse::open_account;  // the sale is not in the books yet
  return booking.finish(SaleStatus::booked, std::move(order));
}

namespace {

/// A closing order takes the place of what lies on the card: nothing may lie there that the meter has not read back to us.
Result<void> purse_was_read(const books::Reader& books, const Supply& supply) {
  const auto clear = nothing_pending(books, supply);
  if (clear.ok() || cause_of(clear.error()) != Cause::pending_sale) return clear;
  return error(Fault::refused, "closing_unread",
               "The last sale has not reached the meter yet, so nobody knows what is left; nothing was booked. Let the meter read the card and bring it "
               "back, or take the sale back first.",
               clear.error().details);
}

}  // namespace

Result<void> feeds_nobody(const Supply& supply) {
  if (!supply.statement || supply.statement->carrier != books::Carrier::link || supply.statement->states.has(books::MeterState::relay_open)) return Done{};
  return error(Fault::refused, "meter_still_feeds",
               "The meter gave up what it held, and by its own word its contactor is not open; nothing was paid out. End the power protection or "
               "send a technician, have the meter read, and pay then.",
               {{"meter", to_text(supply.meter.number)}});
}

books::Right right_to_order(ClosingPurpose purpose) {
  switch (purpose) {
    case ClosingPurpose::swap: return "swap_meter";
    case ClosingPurpose::transfer: return "transfer_account";
    case ClosingPurpose::change_scheme: return "change_scheme";
    case ClosingPurpose::closing: break;
  }
  return "close_account";
}

Booked order_closing(const books::Reader& books, const CloseRequest& request, const Context& context) { return order_closing_by(Carrier::card, books, request, context); }

Booked order_closing_by(Carrier carrier, const books::Reader& books, const CloseRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, right_to_order(request.purpose)));
  TRY(desk, at_desk(books, context));
  TRY(supply, supply_of(books, request.account, context.now, context.plans));
  MUST(may_be_sold_to(supply));
  MUST(scheme::balance_in_meter(supply.account, context));
  MUST(scheme::carries(supply.account, carrier, context));
  TRY(card, card_at_hand(books, carrier, request.card, request.account, context));
  MUST(check_clock(books, supply.meter.number, context.now));
  MUST(purse_was_read(books, supply));
  if (!request.with_debt) MUST(owes_nothing(books, supply));
  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::closing};
  booking.carried_by(carrier, card);
  if (request.purpose != ClosingPurpose::closing) booking.document["purpose"] = word_of(request.purpose);
  InstructionRequest requested{books::InstructionKind::closing, {}, {booking.sale.number}, {}};
  books::Instruction instruction;
  if (supply.meter.sold == supply.meter.applied) {
    instruction = next_number(supply.meter, requested, context.now);
  } else {
    TRY(revision, next_revision(books, supply.meter, requested, context.now));
    instruction = std::move(revision);
  }
  booking.instruct(supply.meter, instruction);
  supply.account.state = books::AccountStatus::closing;
  booking.changes.put.emplace_back(supply.account);
  if (!card) return booking.finish(SaleStatus::booked, {});
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  return booking.finish(SaleStatus::booked, std::move(order));
}

}  // namespace kwota::counter
