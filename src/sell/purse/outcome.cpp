#include "sell/purse/outcome.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "base/json_members.h"
#include "books/chains.h"
#include "sell/ledger/chart.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/spent.h"
#include "sell/settings/in_force.h"

namespace kwota::purse {
namespace {

using books::Operation;
using books::PurseMove;
using books::PurseMoveKind;
using books::PurseOutcome;
using books::PurseStatus;

/// One booking with everything that its outcome changes.
struct Case {
  books::Sale sale;
  books::SaleState state;
  PurseAccount at;
};

Error nothing_to_carry(const std::string& sale) {
  return error(Fault::refused, "nothing_to_carry", "There is nothing to write: it is settled, or it was taken back.", {{"sale", sale}});
}

Result<Case> case_of(const books::Reader& books, const CardEvent& event, const Context& context) {
  auto sale = books.find<books::Sale>(event.sale);
  auto state = books.find<books::SaleState>(event.sale);
  if (!sale || !state) return error(Fault::request, "unknown_sale", "There is no such sale.", {{"sale", event.sale}});
  const bool waits = state->state == SaleStatus::booked || state->state == SaleStatus::in_doubt;
  if (!waits || sale->card != event.card || (!move_of(sale->kind) && sale->kind != Operation::replacement)) return nothing_to_carry(event.sale);
  TRY(at, purse_account(books, sale->account, context));
  return Case{std::move(*sale), std::move(*state), std::move(at)};
}

books::JournalEntry journal(books::JournalEvent what, const CardEvent& event, Instant now) {
  return {books::chain_of(books::ChainKind::vault, event.vault), 0, now, what, event.sale, {}, event.n, 0, event.card, event.details.empty() ? "{}" : event.details};
}

void to(Case& at, SaleStatus state, const Context& context, books::Changes& changes) {
  at.state.state = state;
  at.state.since = context.now;
  changes.put.emplace_back(at.state);
}

ledger::Head head(const books::Reader& books, const Case& at, const char* suffix, Operation operation, const Context& context) {
  const auto business_day = settings::business_day(books, context.now, context.zone);
  return {at.sale.number + suffix, context.till.empty() ? at.sale.chain : context.till_chain(), context.now, business_day, operation, at.sale.account};
}

Money amount_of(const books::Sale& sale) { return sale.credit.is_negative() ? -sale.credit.money() : sale.credit.money(); }

/// The purse has its card from now on, and the account is open with the first of them.
void begin_purse(const books::Reader& books, Case& at, const Context& context, books::Changes& changes) {
  if (at.at.purse.state == PurseStatus::granted) {
    at.at.purse.state = PurseStatus::active;
    at.at.purse.since = context.now;
  }
  at.at.purse.chip.reset();
  if (auto card = books.find<books::Card>(*at.sale.card); card && card->state == books::CardStatus::fresh) {
    card->state = books::CardStatus::active;
    changes.put.emplace_back(*card);
  }
  if (at.at.account.state != books::AccountStatus::draft) return;
  at.at.account.state = books::AccountStatus::open;
  at.at.account.opened = context.now;
  if (at.sale.kind == Operation::open) at.at.account.first_sale = at.sale.number;
  changes.put.emplace_back(at.at.account);
}

std::optional<books::Purse> lost_purse_of(const books::Reader& books, const Case& at) {
  const auto document = counter::document_of(at.sale);
  return document ? books.find<books::Purse>(at.at.account.number, number_at(*document, lost_in_document)) : std::nullopt;
}

/// What the lost card held has gone: its own purse says so once, and ends.
void end_purse_of_lost_card(const books::Reader& books, const Case& at, const Context& context, books::Changes& changes) {
  if (auto lost = lost_purse_of(books, at)) end_lost_purse(*lost, at.sale, amount_of(at.sale), context.now, changes);
}

Result<void> unloaded(const books::Reader& books, const Case& at, const Context& context, books::Changes& changes) {
  TRY(entry, ledger::surrendered(head(books, at, "/surrendered", Operation::surrendered, context), at.sale.account, ledger::purse, amount_of(at.sale)));
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  return Done{};
}

/// A record of this very lock that came while it was being released, or without what would have taken the money: nothing more is owed for it.
void nothing_hangs_of(const books::Reader& books, const books::ReleasedLock& lock, books::Purse& purse, const Context& context, books::Changes& changes) {
  for (auto& row : books.select(books::Watering::hanging_on_card, lock.card)) {
    if (!is_of(row, lock)) continue;
    const auto before = row;
    row.state = books::WateringStatus::released;
    row.paid = books::WateringPaid::released;
    count_steps(books, purse, before, row, context);
    changes.put.emplace_back(std::move(row));
  }
}

/// The lock is settled with this, and what two persons said was used is used.
Result<void> released(const books::Reader& books, Case& at, const Context& context, books::Changes& changes) {
  TRY(document, counter::document_of(at.sale));
  books::ReleasedLock lock;
  lock.card = at.sale.card.value_or(CardSerial{});
  lock.offline = number_at(document, "lock_counter");
  lock.terminal = text_at(document, "lock_terminal");
  lock.sale = at.sale.number;
  lock.amount = amount_of(at.sale);
  lock.time = context.now;
  if (const auto locked = parse_local(text_at(document, "lock_moment")); locked.ok()) lock.locked = *locked;
  changes.put.emplace_back(lock);
  nothing_hangs_of(books, lock, at.at.purse, context, changes);
  auto& purse = at.at.purse;  // the lock moved the card's counter on, and nothing else will tell of it
  purse.offline = std::max(purse.offline, lock.offline + 1);
  ++purse.steps;
  if (amount_of(at.sale).is_zero()) return Done{};
  TRY(entry, ledger::watered(head(books, at, "/used", Operation::watered, context), amount_of(at.sale)));
  changes.append.emplace_back(std::move(entry));
  return Done{};
}

/// No more than what the books know to have been moved: what a card holds beyond that – it moved in hours that they lost – is taken over by two persons.
Money believed_balance(const books::Purse& purse, const PurseMove& move, const CardShows& card) {
  return std::min(card.balance, books::adds_to_card(move.kind) ? purse.balance + move.amount : purse.balance - move.amount);
}

SettledAnswer done(const books::Reader& books, Case at, const CardEvent& event, const CardShows& card, const Context& context) {
  const bool proven = card.proof.empty() || card.proof_holds;
  auto named = event;
  named.n = at.sale.n;
  books::Changes changes{{}, {journal(proven ? books::JournalEvent::confirmed : books::JournalEvent::unproven, named, context.now)}};
  const auto kind = move_of(at.sale.kind).value_or(PurseMoveKind::load);
  auto move = next_move(at.at.purse, at.sale, kind, context.now);
  move.outcome = proven ? PurseOutcome::done : PurseOutcome::unproven;
  move.card = event.card;
  move.n = at.sale.n;
  move.balance = believed_balance(at.at.purse, move, card);
  move.proof = card.proof;
  at.at.purse.n = card.counter;
  at.at.purse.balance = move.balance;
  at.at.purse.seen = context.now;
  at.at.purse.spent_since_seen = {};
  at.at.purse.steps_since_seen = 0;
  begin_purse(books, at, context, changes);
  if (kind == PurseMoveKind::paid_over_to) end_purse_of_lost_card(books, at, context, changes);
  if (kind == PurseMoveKind::unload) MUST(unloaded(books, at, context, changes));
  if (kind == PurseMoveKind::release) MUST(released(books, at, context, changes));
  moved(at.at.purse, move);
  changes.put.emplace_back(at.at.purse);
  changes.append.emplace_back(move);
  to(at, proven ? SaleStatus::applied : SaleStatus::carried, context, changes);
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state, .move = move}};
}

/// A card that was not made: the account has none, and the blank one goes on with the next attempt.
void not_made(const books::Reader& books, const CardEvent& event, books::Purse& purse, books::Changes& changes) {
  if (auto card = books.find<books::Card>(event.card)) {
    card->state = books::CardStatus::spoiled;
    changes.put.emplace_back(*card);
  }
  purse.card.reset();
  purse.chip.reset();
}

Result<void> give_back(const books::Reader& books, const Case& at, const Context& context, books::Changes& changes) {
  TRY(entry, ledger::reversed(head(books, at, "/reversed", Operation::reversed, context), counter::posted(books, at.sale)));
  if (!entry.legs.empty()) changes.append.emplace_back(std::move(entry));
  return Done{};
}

/// Records of the lost card came home while its money was on the way to the next one.
Result<void> stays_with_the_lost_one(const books::Reader& books, const Case& at, const Context& context, books::Changes& changes) {
  auto lost = lost_purse_of(books, at);
  if (!lost) return Done{};
  const auto before = lost->spent;
  MUST(spend_after_all(books, *lost, context, changes));
  if (lost->spent != before) changes.put.emplace_back(std::move(*lost));
  return Done{};
}

/// A closing that came to nothing leaves its account as it was.
void goes_on(Case& at, books::Changes& changes) {
  if (at.sale.kind != Operation::closing) return;
  at.at.account.state = books::AccountStatus::open;
  changes.put.emplace_back(at.at.account);
}

/// The money goes back where it came from; a card that was not made is a blank one again.
SettledAnswer undone(const books::Reader& books, Case at, const CardEvent& event, const CardShows& card, const Context& context) {
  books::Changes changes{{}, {journal(books::JournalEvent::not_carried, event, context.now)}};
  MUST(give_back(books, at, context, changes));
  auto& purse = at.at.purse;
  auto move = next_move(purse, at.sale, *move_of(at.sale.kind), context.now);
  move.outcome = PurseOutcome::not_done;
  move.card = event.card;
  move.n = at.sale.n;
  move.balance = card.balance;
  if (makes_card(at.sale)) not_made(books, event, purse, changes);
  goes_on(at, changes);
  if (at.sale.kind == Operation::paid_over) MUST(stays_with_the_lost_one(books, at, context, changes));
  changes.put.emplace_back(purse);
  changes.append.emplace_back(move);
  to(at, SaleStatus::reversed, context, changes);
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state, .move = move}};
}

/// The buyer has his receipt and is not asked again: the same money, the same counter.
SettledAnswer once_more(const books::Reader& books, Case at, const CardEvent& event, const Context& context) {
  books::Changes changes{{}, {journal(books::JournalEvent::carry_again, event, context.now)}};
  TRY(order, order_of_sale(books, at.sale.number, context));
  to(at, SaleStatus::booked, context, changes);
  return books::Decision<Settled>{std::move(changes), {at.sale.number, SaleStatus::booked, {}, std::move(order), false}};
}

/// It waits for the lock: what the card has shown is noted once.
SettledAnswer waits_for_its_lock(const books::Reader& books, Case at, const CardEvent& event, const Context& context) {
  books::Decision<Settled> decision{{}, {.sale = at.sale.number, .state = SaleStatus::in_doubt}};
  if (never_arrived(books, at.sale)) return decision;
  decision.changes.append.emplace_back(journal(books::JournalEvent::not_carried, event, context.now));
  to(at, SaleStatus::in_doubt, context, decision.changes);
  return decision;
}

/// Hours later nobody stands there to get his money back; what takes money off a card is not done behind its holder's back. What nobody paid for goes back
/// where its card is locked.
bool goes_back(const Case& at, const CardEvent& event, const CardShows& card) {
  const bool first = event.at_sale && at.state.state == SaleStatus::booked;
  const auto kind = move_of(at.sale.kind);
  const bool unpaid = at.sale.kind == Operation::paid_over || (card.grey && at.sale.kind == Operation::supplement);
  return first || unpaid || kind == PurseMoveKind::unload || kind == PurseMoveKind::release;
}

}  // namespace

books::PurseMove next_move(books::Purse& purse, const books::Sale& sale, PurseMoveKind kind, Instant now) {
  PurseMove move;
  move.account = purse.account;
  move.purse = purse.number;
  move.number = ++purse.moves;
  move.chain = books::chain_of(books::ChainKind::purse, fmt::format("{}/{}", purse.account, purse.number));
  move.kind = kind;
  move.amount = amount_of(sale);
  move.sale = sale.number;
  move.time = now;
  return move;
}

bool was_sealed(const books::Reader& books, const std::string& sale) {
  return std::ranges::any_of(books.select(books::JournalEntry::of_sale, sale), [](const auto& row) { return row.what == books::JournalEvent::sealing; });
}

bool never_arrived(const books::Reader& books, const books::Sale& sale) {
  const auto state = books.find<books::SaleState>(sale.number);
  if (!state || state->state != SaleStatus::in_doubt) return false;
  std::optional<books::JournalEntry> newest;  // of the journals of as many vaults as had to do with it
  for (auto& one : books.select(books::JournalEntry::of_sale, sale.number))
    if (!newest || one.time >= newest->time) newest = std::move(one);
  return newest && newest->what == books::JournalEvent::not_carried;
}

SettledAnswer sealing(const books::Reader& books, const CardEvent& event, const Context& context) {
  TRY(at, case_of(books, event, context));
  if (at.sale.n != event.n)
    return error(Fault::forged, "purse_counter_differs", "This card has moved money of which the books do not know; nothing was written. Have the manager take over what the card proves, where these books were restored from an older copy; else keep the card.",
                 {{"card", to_text(event.card)}, {"found", fmt::format("{}", event.n.value() - 1)}, {"expected", fmt::format("{}", at.sale.n.value() - 1)}});
  books::Changes changes{{}, {journal(books::JournalEvent::sealing, event, context.now)}};
  if (auto& purse = at.at.purse; purse.chip) {  // only a card that is made is asked for its seal: from here on it is found by its number
    purse.chip.reset();
    changes.put.emplace_back(purse);
  }
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state}};
}

SettledAnswer in_doubt(const books::Reader& books, const CardEvent& event, const Context& context) {
  TRY(at, case_of(books, event, context));
  books::Changes changes{{}, {journal(books::JournalEvent::in_doubt, event, context.now)}};
  to(at, SaleStatus::in_doubt, context, changes);
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state}};
}

SettledAnswer settle(const books::Reader& books, const CardEvent& event, const CardShows& card, const Context& context) {
  TRY(at, case_of(books, event, context));
  if (!move_of(at.sale.kind)) return nothing_to_carry(event.sale);  // a card that is made without money has no counter to show
  const bool sealed = was_sealed(books, event.sale);
  if (sealed && card.counter >= at.sale.n) return done(books, std::move(at), event, card, context);
  if (card.counter.next() == at.sale.n) {
    if (goes_back(at, event, card)) return undone(books, std::move(at), event, card, context);
    return card.grey ? waits_for_its_lock(books, std::move(at), event, context) : once_more(books, std::move(at), event, context);
  }
  auto changes = books::Changes{{}, {journal(books::JournalEvent::contradicted, event, context.now)}};
  to(at, SaleStatus::in_doubt, context, changes);
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state, .contradicts = true}};
}

Result<books::Purse> settle_without_card(const books::Reader& books, const PurseAccount& at, const Context& context, books::Changes& changes) {
  const auto sale = unsettled(books, at.account.number);
  if (!sale || sale->kind == Operation::replacement || !at.purse.card) return at.purse;
  TRY(open, case_of(books, {.vault = {}, .sale = sale->number, .card = *at.purse.card, .n = sale->n, .details = {}, .at_sale = false}, context));
  const auto kind = *move_of(sale->kind);
  const bool adds = books::adds_to_card(kind);
  auto move = next_move(open.at.purse, open.sale, kind, context.now);
  move.outcome = adds ? PurseOutcome::unproven : PurseOutcome::not_done;
  move.card = at.purse.card;
  move.n = sale->n;
  if (adds) {
    open.at.purse.n = sale->n;
    open.at.purse.balance += move.amount;
    begin_purse(books, open, context, changes);
    if (kind == PurseMoveKind::paid_over_to) end_purse_of_lost_card(books, open, context, changes);
  }
  move.balance = open.at.purse.balance;
  moved(open.at.purse, move);
  changes.append.emplace_back(std::move(move));
  if (!adds) goes_on(open, changes);
  to(open, adds ? SaleStatus::carried : SaleStatus::reversed, context, changes);
  return open.at.purse;
}

void never_made(const books::Reader& books, const books::Sale& sale, books::Purse& purse, const Context& context, books::Changes& changes) {
  const CardEvent event{.vault = {}, .sale = sale.number, .card = *sale.card, .n = sale.n, .details = {}, .at_sale = false};
  if (const auto kind = move_of(sale.kind)) {
    auto move = next_move(purse, sale, *kind, context.now);
    move.outcome = PurseOutcome::not_done;
    move.card = *sale.card;
    move.n = sale.n;
    changes.append.emplace_back(std::move(move));
  }
  not_made(books, event, purse, changes);
  changes.put.emplace_back(purse);
}

void never_loaded(const books::Sale& sale, books::Purse& purse, const Context& context, books::Changes& changes) {
  auto move = next_move(purse, sale, *move_of(sale.kind), context.now);
  move.outcome = PurseOutcome::not_done;
  move.card = sale.card;
  move.n = sale.n;
  move.balance = purse.balance;
  changes.append.emplace_back(std::move(move));
  changes.put.emplace_back(purse);
}

SettledAnswer issued(const books::Reader& books, const CardEvent& event, bool made, const Context& context) {
  TRY(at, case_of(books, event, context));
  if (at.sale.kind != Operation::replacement) return nothing_to_carry(event.sale);
  if (!made) {
    books::Changes changes{{}, {journal(books::JournalEvent::not_carried, event, context.now)}};
    // Hours later nobody stands there to get his fee back: the making goes on at the next contact, or somebody gives it up.
    if (!event.at_sale) return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state}};
    MUST(give_back(books, at, context, changes));
    not_made(books, event, at.at.purse, changes);
    changes.put.emplace_back(at.at.purse);
    to(at, SaleStatus::reversed, context, changes);
    return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state}};
  }
  books::Changes changes{{}, {journal(books::JournalEvent::personalised, event, context.now)}};
  begin_purse(books, at, context, changes);
  changes.put.emplace_back(at.at.purse);
  to(at, SaleStatus::applied, context, changes);
  return books::Decision<Settled>{std::move(changes), {.sale = at.sale.number, .state = at.state.state}};
}

}  // namespace kwota::purse
