#include "sim/season/counter.h"

#include "base/cause.h"
#include "base/decimal.h"
#include "carry/cards/all.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/recovery/grey.h"
#include "work/teller/purse_grey.h"

namespace kwota::sim {
namespace {

constexpr std::int64_t commands_of_a_load = 14;

/// Refused by the house, which has its reason; what the books could not do is no refusal.
bool is_refusal(const Error& error) { return error.fault != Fault::ours; }

}  // namespace

teller::CardOnReader SeasonCounter::reader(Farmer& farmer, bool trouble) {
  auto& card = *farmer.card;
  static_cast<void>(card.power_on());
  card.reset();
  const bool torn = trouble && farm_.dice.one_in(12);
  if (torn) ++farm_.report.torn_at_counter;
  const auto pulled_at = torn ? farm_.dice.between(1, commands_of_a_load) : 0;
  const bool heard = farm_.dice.one_in(2);
  auto sent = std::make_shared<std::int64_t>(0);
  return {card.atr(), [&card, sent, pulled_at, heard](const iso7816::Command& command) -> Result<iso7816::Response> {
            ++*sent;
            if (pulled_at != 0 && *sent == pulled_at && heard) static_cast<void>(card.exchange(command));
            if (pulled_at != 0 && *sent >= pulled_at) return error(Fault::card, Cause::card_removed, "The card was removed.");
            return card.exchange(command);
          }};
}

Result<teller::PurseInspection> SeasonCounter::look(Farmer& farmer, teller::CardOnReader& on) {
  TRY(looked, desk().look(on, farm_.as("li")));
  const auto real = purse_on(farmer.card->state());
  if (looked.seen && real) farm_.note_debits_seen(real->number);
  return looked;
}

Result<void> SeasonCounter::visit(Farmer& farmer, Money wanted, bool trouble) {
  if (!farmer.card) MUST(replace(farmer));
  if (!farmer.card) return Done{};
  auto on = reader(farmer, false);
  const auto looked = look(farmer, on);
  if (!looked.ok()) return looked.error();
  if (looked->trouble) return refused(*looked->trouble), Done{};
  auto seen = looked->for_shop();
  if (!seen) return Done{};
  if (seen->grey) {
    MUST(free_it(farmer));
    auto again = reader(farmer, false);
    TRY(after, look(farmer, again));
    if (!after.seen || after.seen->grey) return Done{};
    seen = after.for_shop();
  }
  return wanted.is_zero() ? Result<void>(Done{}) : load(farmer, *seen, wanted, trouble);
}

Result<void> SeasonCounter::free_it(Farmer& farmer) {
  auto on = reader(farmer, farm_.settings.trouble);
  const auto looked = look(farmer, on);
  if (!looked.ok()) return is_refusal(looked.error()) ? Result<void>(Done{}) : Result<void>(looked.error());
  if (looked->trouble || !looked->seen || !looked->seen->grey) return Done{};
  const auto settled = desk().settle_grey(on, *looked, farm_.as("li"));
  if (settled.ok()) return settled->written.cause ? (refused(*settled->written.cause), Result<void>(Done{})) : Result<void>(Done{});
  if (cause_of(settled.error()) != Cause::record_missing) return is_refusal(settled.error()) ? (refused(settled.error()), Result<void>(Done{})) : Result<void>(settled.error());
  const auto lock = teller::lock_of(*looked->contents);
  if (!lock) return Done{};
  purse::ReleaseRequest request{.claim = claim(), .account = farmer.account, .amount = farm_.dice.one_in(2) ? "0" : "0.50", .reason = "no record has come", .seen = looked->for_shop(), .lock = *lock,
                                .locked = teller::locked_at(*looked->contents), .approval = 0};
  if (looked->seen->balance < Money::minor(50)) request.amount = "0";
  const auto now = farm_.as("li");
  const auto may = farm_.books->read([&](const books::Reader& books) { return purse::release(books, request, now); });
  if (!may.ok() && cause_of(may.error()) != Cause::approval_needed) return refused(may.error()), Done{};
  TRY(approval, farm_.agreed(may.error()));
  request.approval = approval;
  TRY(booked, farm_.decide("release_lock", [&](const auto& reader_, const auto& context) { return purse::release(reader_, request, context); }));
  ++farm_.report.released;
  return carry(farmer, *booked.order, false);
}

Result<void> SeasonCounter::load(Farmer& farmer, const purse::CardSeen& seen, Money wanted, bool trouble) {
  const auto booked = farm_.decide("sell", [&](const auto& books, const auto& context) -> purse::Booked {
    TRY(quote, purse::quote_load(books, {farmer.account, format_money(wanted, 2), seen}, context));
    return purse::load(books, {.claim = claim(), .quote = quote.id, .seen = seen, .paying = {}, .confirmed = counter::codes_of(quote.confirm)}, context);
  });
  if (!booked.ok()) return is_refusal(booked.error()) ? (refused(booked.error()), Result<void>(Done{})) : Result<void>(booked.error());
  ++farm_.report.loads;
  return carry(farmer, *booked->order, trouble);
}

Result<void> SeasonCounter::carry(Farmer& farmer, const purse::CardOrder& order, bool trouble) {
  auto on = reader(farmer, trouble);
  const auto done = desk().carry(on, order, farm_.as("li"));
  return done.ok() ? Result<void>(Done{}) : Result<void>(done.error());
}

Result<void> SeasonCounter::lose(Farmer& farmer) {
  const auto row = farm_.books->read([&](const books::Reader& books) -> Result<books::Purse> { return books.last<books::Purse>(farmer.account).value_or(books::Purse{}); }).value();
  if (row.state != books::PurseStatus::active) return Done{};
  const auto blocked = farm_.decide("block", [&](const auto& reader_, const auto& context) { return purse::block_purse(reader_, {farmer.account, "lost"}, context); });
  if (!blocked.ok()) return refused(blocked.error()), Done{};
  ++farm_.report.cards_lost;
  farm_.lost.push_back({std::move(farmer.card), farmer.account, row.number, farmer.areas, farm_.dice.one_in(2)});
  return replace(farmer);
}

Result<void> SeasonCounter::replace(Farmer& farmer) {
  auto blank = std::make_unique<CardOs>(farm_.blank());
  const auto chip = blank->serial();
  const auto replaced = farm_.decide("replace_card", [&](const auto& reader_, const auto& context) { return purse::replace_card(reader_, {claim(), farmer.account, chip, {}}, context); });
  if (!replaced.ok()) return refused(replaced.error()), Done{};
  farmer.card = std::move(blank);
  return carry(farmer, *replaced->order, false);
}

Result<void> SeasonCounter::pay_over(Farmer& farmer) {
  if (!farmer.card) return Done{};
  const auto waits = farm_.books->read([&](const books::Reader& books) -> Result<bool> {
    const auto held = purse::waiting(books, farmer.account);
    return held && !held->is_zero();
  });
  if (!*waits) return Done{};
  auto on = reader(farmer, false);
  TRY(looked, look(farmer, on));
  if (!looked.seen || looked.seen->grey || looked.trouble) return Done{};
  purse::PayOverRequest request{claim(), farmer.account, looked.for_shop(), 0};
  const auto now = farm_.as("li");
  const auto may = farm_.books->read([&](const books::Reader& books) { return purse::pay_over(books, request, now); });
  if (!may.ok() && cause_of(may.error()) != Cause::approval_needed) return refused(may.error()), Done{};
  TRY(approval, farm_.agreed(may.error()));
  request.approval = approval;
  TRY(booked, farm_.decide("pay_over", [&](const auto& reader_, const auto& context) { return purse::pay_over(reader_, request, context); }));
  ++farm_.report.paid_over;
  return carry(farmer, *booked.order, farm_.settings.trouble);
}

}  // namespace kwota::sim
