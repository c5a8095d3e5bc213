#include "sell/purse/take_off.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/price.h"
#include "sell/counter/take_back.h"
#include "sell/debt/debts.h"
#include "sell/ledger/chart.h"
#include "sell/ledger/tender.h"
#include "sell/purse/lost_card.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using ledger::Operation;

/// What the second person agrees to.
people::Proposal approval_content(const PayOutRequest& request) { return people::Proposal(people::Proposed::pay_out).number(people::Part::account, request.account); }

/// What the second person agrees to.
people::Proposal approval_content(const DeductRequest& request) { return people::Proposal(people::Proposed::deduct_from_card).number(people::Part::account, request.account); }

/// Money is owed only after the card has proved that it came off.
Booked unload(counter::Booking booking, const PurseAccount& at, const CardSeen& seen, Money amount) {
  booking.sale.credit = -amount;
  booking.document["remaining"] = seen.balance.minor();
  booking.document["should_show"] = (seen.balance - amount).minor();
  return finish(std::move(booking), order_for(at, CardWork::unload, seen.card, amount, seen.balance));
}

Money refund_limit(const books::Reader& books, const PurseAccount& at, const Context& context) {
  return settings::money_in_force(books, settings::SettingName::refund_limit, context.now, &at.account);
}

/// Cash for what is owed to the customer.
Result<counter::Booking> hand_out(const books::Reader& books, counter::Desk desk, const PurseAccount& at, const Claim& claim, Money amount,
                                  const std::optional<books::Approval>& approval, const Context& context) {
  counter::Booking booking{std::move(desk), at.buyer(), context, claim, Operation::refund};
  booking.sale.tendered = -amount;
  booking.agreed_to(approval);
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["balance_after"] = (counter::refund_due(books, at.account.number) - amount).minor();
  MUST(booking.post(ledger::pay_out(booking.head(), ledger::at_till(booking.sale), at.account.number)));
  return booking;
}

/// What he owes by name is paid first of what he is owed.
Result<void> pay_debts(const std::vector<ledger::Charge>& settled, counter::Booking& booking) {
  if (settled.empty()) return Done{};
  booking.document["debts_settled"] = debts::sum_of(settled).minor();
  booking.document["balance_after"] = 0;
  return booking.post(ledger::debts_settled(booking.head("/debts", Operation::settle), booking.sale.account, settled));
}

Booked settled_at_once(counter::Booking booking) {
  auto done = booking.finish(SaleStatus::applied, {});
  return books::Decision<Outcome>{std::move(done.changes), Outcome{std::move(done.answer.sale), SaleStatus::applied, {}, false}};
}

Error not_confirmed(const PurseAccount& at) {
  return error(Fault::refused, "purse_not_empty", "The card has not proved yet that it is empty; put it on the reader. Nothing was paid out.",
               {{"account", fmt::format("{}", at.account.number)}});
}

}  // namespace

Booked deduct(const books::Reader& books, const DeductRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "take_back"));
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(usable(books, at, request.seen));
  TRY(amount, counter::parse_amount(request.amount, at.utility));
  if (amount > request.seen->balance)
    return error(Fault::refused, "card_holds_less", "The card does not hold that much; nothing was booked.",
                 {{"most", format_money(request.seen->balance, at.utility.minor_digits)}});
  TRY(approval, people::second_person(books, {"take_back", approval_content(request), amount, refund_limit(books, at, context), request.approval, false, request.reason,
                                             counter::done_alone(books, request.account, {Operation::deduct}, context)}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, Operation::deduct};
  booking.sale.reason = request.reason;
  booking.document["credit_taken_back"] = amount.minor();
  booking.agreed_to(approval);
  return unload(std::move(booking), at, *request.seen, amount);
}


Booked order_closing(const books::Reader& books, const CloseRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "close_account"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(nothing_waits(books, request.account));
  MUST(usable(books, at, request.seen));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, Operation::closing};
  at.account.state = books::AccountStatus::closing;
  booking.changes.put.emplace_back(at.account);
  if (!request.seen->balance.is_zero()) return unload(std::move(booking), at, *request.seen, request.seen->balance);
  booking.sale.card = request.seen->card;
  at.purse.balance = {};
  at.purse.seen = context.now;
  at.purse.spent_since_seen = {};
  at.purse.steps_since_seen = 0;
  books::sum_up(at.purse);
  booking.changes.put.emplace_back(at.purse);
  return settled_at_once(std::move(booking));
}

Booked close_account(const books::Reader& books, const CloseRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(not_ended(at));
  const bool empty = at.account.state == books::AccountStatus::closing && at.purse.balance.is_zero() && !unsettled(books, request.account);
  if (!empty) return not_confirmed(at);
  MUST(nothing_waits(books, request.account));
  Money due = counter::refund_due(books, request.account);
  const auto settled = debts::settled_of(debts::owed_by(books, request.account, context.now, context.zone), due);
  MUST(counter::enough_in_drawer(books, desk, due));
  TRY(approval, people::second_person(books, {"close_account", people::Proposal(people::Proposed::close_purse).number(people::Part::account, request.account), due, refund_limit(books, at, context), request.approval,
                                             counter::beyond_what_was_paid_in(books, request.account, due)}, context));
  TRY(booking, hand_out(books, std::move(desk), at, request.claim, due, approval, context));
  MUST(pay_debts(settled, booking));
  at.account.state = books::AccountStatus::closed;
  at.account.closed = context.now;
  at.purse.state = books::PurseStatus::closed;
  at.purse.since = context.now;
  booking.changes.put.emplace_back(at.account);
  booking.changes.put.emplace_back(at.purse);
  if (auto card = at.purse.card ? books.find<books::Card>(*at.purse.card) : std::nullopt) {
    card->state = books::CardStatus::closed;
    booking.changes.put.emplace_back(*card);
  }
  return settled_at_once(std::move(booking));
}

Booked pay_out(const books::Reader& books, const PayOutRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  TRY(amount, counter::parse_amount(request.amount, at.utility));
  const Money due = counter::due_beyond_claims(books, request.account);
  if (amount > due)
    return counter::nothing_due(due, at.utility.minor_digits);
  MUST(counter::enough_in_drawer(books, desk, amount));
  TRY(approval, people::second_person(books, {"pay_out", approval_content(request), amount, refund_limit(books, at, context), request.approval,
                                             counter::beyond_what_was_paid_in(books, request.account, amount), {},
                                             counter::done_alone(books, request.account, {Operation::refund}, context)}, context));
  TRY(booking, hand_out(books, std::move(desk), at, request.claim, amount, approval, context));
  return settled_at_once(std::move(booking));
}

}  // namespace kwota::purse
