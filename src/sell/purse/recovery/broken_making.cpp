#include "sell/purse/recovery/broken_making.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/counter/take_back.h"
#include "sell/ledger/posting.h"
#include "sell/purse/outcome.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

Result<books::Sale> broken_off(const books::Reader& books, const PurseAccount& at) {
  auto sale = unsettled(books, at.account.number);
  if (sale && !makes_card(*sale) && never_arrived(books, *sale)) return *std::move(sale);
  if (!sale || !makes_card(*sale))
    return error(Fault::refused, "nothing_is_made", "No card of this account is being made; there is nothing to give up.", {{"account", fmt::format("{}", at.account.number)}});
  const bool still_made = at.purse.state == books::PurseStatus::granted && at.purse.card == sale->card;
  if (!still_made || was_sealed(books, sale->number))
    return error(Fault::refused, "making_in_doubt", "The money of this booking may be on the card already; put that card on the reader, or block it as lost. Nothing was given up.", {{"sale", sale->number}});
  return *std::move(sale);
}

/// What the second person agrees to: this booking, and no later one.
people::Proposal content_of(const books::Sale& sale, const PurseAccount& at) {
  return people::Proposal(people::Proposed::give_up_making).text(people::Part::sale, sale.number).number(people::Part::account, at.account.number);
}

}  // namespace

Booked give_up_making(const books::Reader& books, const GiveUpRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::has_reason(request.reason, "take_back"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  TRY(original, broken_off(books, at));
  const Money limit = settings::money_in_force(books, settings::SettingName::refund_limit, context.now, &at.account);
  TRY(approval, people::second_person(books, {counter::right_to_take_back(original, desk, context), content_of(original, at), original.tendered, limit, request.approval, false, request.reason}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, ledger::Operation::take_back};
  counter::name_original(booking, original, request.reason);
  booking.sale.tendered = -original.tendered;
  booking.document["tendered"] = booking.sale.tendered.minor();
  booking.document["credit_taken_back"] = original.credit.amount();
  booking.agreed_to(approval);
  MUST(booking.post(ledger::take_back(booking.head(), counter::posted(books, original))));
  MUST(counter::give_back_charges(books, original, booking.changes));
  counter::put_state(books, original, SaleStatus::taken_back, booking);
  if (makes_card(original)) never_made(books, original, at.purse, context, booking.changes);
  else never_loaded(original, at.purse, context, booking.changes);
  auto due = ledger::refund_is_due(booking.head("/settled", ledger::Operation::settle), original.account, original.tendered);
  if (!due.ok()) return due.error();
  if (!due->legs.empty()) booking.changes.append.emplace_back(*std::move(due));
  auto done = booking.finish(SaleStatus::taken_back, {});
  return books::Decision<Outcome>{std::move(done.changes), Outcome{std::move(done.answer.sale), SaleStatus::taken_back, {}, false}};
}

}  // namespace kwota::purse
