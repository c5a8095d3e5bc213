#include "sell/counter/supplement.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/order/instruction_book.h"
#include "sell/counter/sell.h"
#include "sell/counter/take_back.h"
#include "sell/settings/in_force.h"

namespace kwota::counter {
namespace {

/// What the second person reads beside the sum; units have none.
people::Proposal content_of(const SupplementRequest& request, Credit amount) {
  auto content = people::Proposal(people::Proposed::supplement).number(people::Part::account, request.account);
  return amount.is_money() ? content : content.credit(people::Part::units, amount, 0);
}

}  // namespace

Result<std::string> supplement_reason(const books::Reader& books, const std::string& reason_code, const std::string& reason) {
  MUST(people::has_reason(reason, "supplement"));
  const auto reasons = books.select<books::Code>(books::CodeKind::reason);
  const bool known = std::ranges::any_of(reasons, [&](const books::Code& row) { return row.code == reason_code && row.active; });
  if (!known) return error(Fault::request, "reason_unknown", "Choose a reason from the list.", {{"reason", reason_code}});
  return reason_code + ": " + reason;
}

Booked supplement(const books::Reader& books, const SupplementRequest& request, const Context& context) { return supplement_by(Carrier::card, books, request, context); }

Booked supplement_by(Carrier carrier, const books::Reader& books, const SupplementRequest& request, const Context& context) {
  TRY(before, answered_before(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "supplement"));
  TRY(reason, supplement_reason(books, request.reason_code, request.reason));
  TRY(desk, at_desk(books, context));
  TRY(supply, supply_of(books, request.account, context.now, context.plans));
  MUST(may_be_sold_to(supply));
  MUST(scheme::balance_in_meter(supply.account, context));
  MUST(scheme::carries(supply.account, carrier, context));
  TRY(scheme, scheme::scheme_of(supply.account, context));
  TRY(amount, parse_credit(request.amount, supply, *scheme));
  TRY(card, card_at_hand(books, carrier, request.card, request.account, context));
  MUST(check_clock(books, supply.meter.number, context.now));
  const auto onto = request.merge_with_pending ? OnPending::sum : OnPending::refuse;
  TRY(unread, pending_to_merge(books, supply, onto));
  MUST(check_hoarding(books, supply, amount, context.now));
  // What is given in units has no price: two persons stand behind it, however little it is.
  const Money given = amount.is_money() ? amount.money() : Money{};
  const Money limit = settings::money_in_force(books, settings::SettingName::supplement_limit, context.now, &supply.account);
  TRY(approval, people::second_person(books, {"supplement", content_of(request, amount), given, limit, request.approval, !amount.is_money(), reason,
                                             done_alone(books, request.account, {ledger::Operation::supplement}, context)}, context));

  Booking booking{std::move(desk), supply, context, request.claim, ledger::Operation::supplement};
  booking.sale.credit = amount;
  booking.sale.reason = reason;
  booking.carried_by(carrier, card);
  booking.agreed_to(approval);
  MUST(booking.post(ledger::of_supplement(booking.head(), request.reason_code, word_of(supply.plan.commodity()), given)));
  TRY(instruction, credit_instruction(books, supply, amount, booking.sale.number, context.now));
  booking.instruct(supply.meter, instruction);
  booking.document["credit"] = amount.amount();
  booking.document["reason"] = request.reason;
  booking.document["reason_code"] = request.reason_code;
  booking.document["should_show"] = (supply.expected_balance() + amount).amount();
  if (unread) booking.document["summed_onto"] = *unread;
  if (!card) return booking.finish(SaleStatus::booked, {});
  TRY(order, order_for(books, supply, instruction, booking.sale.number, &*card, context.now));
  return booking.finish(SaleStatus::booked, std::move(order));
}

}  // namespace kwota::counter
