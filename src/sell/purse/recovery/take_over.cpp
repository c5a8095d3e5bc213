#include "sell/purse/recovery/take_over.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/waterings.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "people/reason.h"
#include "sell/counter/account/card_life.h"
#include "sell/ledger/posting.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/outcome.h"
#include "sell/purse/spent.h"

namespace kwota::purse {
namespace {

using books::PurseStatus;
using books::WateringStatus;

/// Made in the lost hours for this account, which it names: these books know nobody who has its number.
bool is_of_lost_hours(const books::Reader& books, const PurseAccount& at, const CardSeen& seen) {
  const auto known = books.find<books::Card>(seen.card);
  return seen.account == at.account.number && at.purse.state != PurseStatus::closed && (!known || known->state == books::CardStatus::spoiled);
}

/// Which one of the account it is; nothing: it is none, or another one has followed it – a number says when it was drawn.
std::optional<std::int64_t> lost_issue(const books::Reader& books, const PurseAccount& at, const CardSeen& seen) {
  if (!is_of_lost_hours(books, at, seen)) return std::nullopt;
  std::int64_t newest = 0;
  for (const auto& card : books::cards_of_account(books, at.account.number)) {
    if (card.state == books::CardStatus::spoiled) continue;
    if (card.serial > seen.card) return std::nullopt;
    newest = std::max(newest, card.issue_number);
  }
  return newest + 1;
}

/// A purse of the account whose card was lost, by the books or by the card that followed it.
struct LostPurse {
  books::Purse row;
  Money held;
  Money part;  ///< of it, that lies on the card on the reader already
};

/// The account as the card on the reader says it stands.
struct AccountNow {
  PurseAccount at;                    ///< with the purse of this card
  std::optional<std::int64_t> issue;  ///< of a card that no book knows; nothing: they know it
  std::vector<LostPurse> lost;        ///< newest first

  Money held() const {
    Money sum;
    for (const auto& one : lost) sum += one.held;
    return sum;
  }
};

AccountNow account_with(const books::Reader& books, PurseAccount at, const TakeOverRequest& request, const Context& context) {
  AccountNow out{std::move(at), {}, {}};
  auto& purse = out.at.purse;
  if (request.seen) out.issue = lost_issue(books, out.at, *request.seen);
  const bool waits_for_it = purse.state == PurseStatus::granted && !purse.card;
  if (out.issue && !waits_for_it) purse = purse_after(purse, context.now);
  for (auto number = purse.number - 1; number > 0; --number) {
    auto row = books.find<books::Purse>(purse.account, number);
    if (!row || !shows_balance(*row)) continue;
    const auto held = waiting_of(books, *row);
    out.lost.push_back({*std::move(row), held, {}});
  }
  return out;
}

Error kept(const char* code, const char* what, const CardSeen& seen, const PurseAccount& at) {
  return error(Fault::card, code, what, {{"card", to_text(seen.card)}, {"account", fmt::format("{}", at.account.number)}});
}

/// His card, or the one that was made for him and is in no book.
Result<void> his_card(const books::Reader& books, const AccountNow& now, const TakeOverRequest& request) {
  if (request.seen && !now.issue && is_of_lost_hours(books, now.at, *request.seen))
    return kept("card_followed", "This card was made in hours that these books lost, and another one was made for its account since. Nothing was booked; keep it.", *request.seen, now.at);
  if (!request.seen || !now.issue) return his_free_card(books, now.at, request.seen);
  if (request.seen->grey)
    return error(Fault::card, "card_grey", "A pump has locked this card and not charged it yet; settle that first. Nothing was booked.", {{"card", to_text(request.seen->card)}});
  if (request.proven.names_him) return Done{};
  return kept("card_names_another", "This card was made in hours that these books lost, and names another holder or other area numbers than the account has: that was granted anew since. Nothing was booked; keep it.",
              *request.seen, now.at);
}

/// Both sides of what two persons see.
struct Difference {
  SequenceNumber by_books;
  Money expected;          ///< on the card, by the books
  bool rest_asked = false; ///< what a lost card held may be a part of it
  Money paid_over;         ///< that is a part of it
  Money beyond;            ///< that no book can explain
};

/// What its log says since the books know of it. It has room for ten lines, pumps' debits among them.
struct Logged {
  Money onto, off;
  bool all = true;  ///< each move since then has its line
};
Logged logged_since(const CardProven& card, SequenceNumber n) {
  Logged out;
  std::uint32_t lines = 0;
  for (const auto& one : card.log) {
    if (one.n <= n || one.n > card.counter) continue;
    (one.onto ? out.onto : out.off) += one.amount;
    ++lines;
  }
  out.all = lines == card.counter.value() - n.value();
  return out;
}

/// Proven to have come off this card, and beyond what the books knew was ever on it.
Money proven_beyond_books(const books::Reader& books, const books::Purse& purse) {
  Money sum;
  for (const auto& row : books::waterings_of(books, purse.account, purse.number))
    if (row.state == WateringStatus::late) sum += row.amount;
  return sum;
}

/// What of the lost cards' money lies on this one: never more than came onto it, where its log has every line; else who says "paid over" says it of all.
Result<void> say_rest(const AccountNow& now, const Logged& log, LostRest said, Difference& out) {
  const Money held = now.held();
  out.rest_asked = !held.is_zero() && (!log.all || !log.onto.is_zero());
  if (!out.rest_asked || said == LostRest::waits) return Done{};
  if (said == LostRest::not_said)
    return error(Fault::refused, "rest_not_said", "What a lost card of this account held waits by these books, and may lie on this card already. Say whether it was paid over to it – the slips of those hours and the holder know –, or it is paid twice. Nothing was booked.",
                 {{"account", fmt::format("{}", now.at.account.number)}, {"sum", format_money(held, now.at.utility.minor_digits)}});
  out.paid_over = log.all ? std::min(held, log.onto) : held;
  return Done{};
}

Result<Difference> difference(const books::Reader& books, const AccountNow& now, const TakeOverRequest& request) {
  const auto& card = request.proven;
  const auto& purse = now.at.purse;
  if (card.counter < purse.n)
    return error(Fault::forged, "purse_counter_behind", "This card counts less than it did before: it was put back to what it once held. Nothing was booked; keep the card and tell the manager.",
                 {{"card", to_text(request.seen->card)}, {"found", fmt::format("{}", card.counter.value())}, {"expected", fmt::format("{}", purse.n.value())}});
  if (card.counter == purse.n && !now.issue)
    return error(Fault::refused, "nothing_to_take_over", "Card and books count the same; there is nothing to take over. Nothing was booked.",
                 {{"account", fmt::format("{}", now.at.account.number)}, {"n", fmt::format("{}", purse.n.value())}});
  Difference out{.by_books = purse.n, .expected = books::on_card_by_books(purse), .rest_asked = false, .paid_over = {}, .beyond = {}};
  const auto log = logged_since(card, purse.n);
  MUST(say_rest(now, log, request.rest, out));
  const Money proved = std::max({Money{}, log.onto - log.off, request.seen->balance - out.expected + proven_beyond_books(books, purse)});
  out.beyond = std::max(Money{}, proved - out.paid_over);
  return out;
}

/// What the second person agrees to: these numbers, and no others that the card may show later.
people::Proposal approval_content(const TakeOverRequest& request, const Difference& seen, int minor_digits) {
  using people::Part;
  people::Proposal content(people::Proposed::take_over_card);
  content.number(Part::account, request.account)
      .text(Part::card, to_text(request.seen->card))
      .number(Part::counted_by_card, request.proven.counter.value())
      .number(Part::counted_by_books, seen.by_books.value())
      .money(Part::shown_by_card, request.seen->balance, minor_digits)
      .money(Part::shown_by_books, seen.expected + seen.paid_over, minor_digits);
  if (seen.rest_asked) content.word(Part::lost_rest, "lost_rest", word_of(request.rest));
  return content;
}

boost::json::array told(const std::vector<LoggedMove>& log) {
  boost::json::array out;
  for (const auto& one : log)
    out.push_back(boost::json::object{{"n", one.n.value()}, {"onto", one.onto}, {"amount", one.amount.minor()}, {"terminal", one.terminal}, {"moment", one.moment}});
  return out;
}

void write_down(counter::Booking& booking, const TakeOverRequest& request, const Difference& seen) {
  booking.sale.reason = request.reason;
  booking.sale.credit = seen.paid_over + seen.beyond;
  booking.sale.card = request.seen->card;
  booking.sale.n = request.proven.counter;
  auto& document = booking.document;
  document["agreed"] = seen.beyond.minor();
  if (!seen.paid_over.is_zero()) document["carried_again"] = seen.paid_over.minor();
  if (!request.proven.chip.is_zero()) document[chip_in_document] = to_text(request.proven.chip);
  document["remaining"] = seen.expected.minor();
  document["should_show"] = request.seen->balance.minor();
  document["counted_by_books"] = seen.by_books.value();
  document["counted_by_card"] = request.proven.counter.value();
  document["card_log"] = told(request.proven.log);
}

/// What this card has got of it is gone from the lost ones, newest first. One that the books had in force is blocked: this one has followed it.
Result<void> end_lost_ones(const books::Reader& books, AccountNow& now, Money paid_over, const std::string& reason, counter::Booking& booking, const Context& context) {
  for (auto& [row, held, part] : now.lost) {
    part = std::min(held, paid_over);
    paid_over -= part;
    const bool in_force = row.state == PurseStatus::active;
    if (in_force) {
      MUST(keep_back_what_hangs(books, row, context, booking.changes));
      lose_card(books, row, reason, context.now, booking.changes);
    }
    if (auto card = row.card ? books.find<books::Card>(*row.card) : std::nullopt; card && card->state != books::CardStatus::replaced) {
      card->state = books::CardStatus::replaced;
      card->state_reason = row.state_reason;
      booking.changes.put.emplace_back(*card);
    }
    if (!part.is_zero()) end_lost_purse(row, booking.sale, part, context.now, booking.changes);
    else if (in_force) booking.changes.put.emplace_back(row);
  }
  return Done{};
}

/// The purse has its card from now on, and the account is open with it.
Result<void> begin_with(const books::Reader& books, PurseAccount& at, const TakeOverRequest& request, std::int64_t issue, counter::Booking& booking, const Context& context) {
  TRY(card, counter::new_card(books, request.seen->card, at.account, context));
  card.issue_number = issue;
  card.state = books::CardStatus::active;
  card.valid_to = request.proven.valid_to;
  card.key_version = request.proven.key_version;
  at.purse.card = card.serial;
  at.purse.state = PurseStatus::active;
  at.purse.since = context.now;
  counter::hand_out(books, card, booking.sale.number, context, booking.changes);
  if (at.account.state != books::AccountStatus::draft) return Done{};
  at.account.state = books::AccountStatus::open;
  at.account.opened = context.now;
  booking.changes.put.emplace_back(at.account);
  return Done{};
}

/// The purse as the card has proved it. A card that was only made has moved nothing yet.
Result<void> believe(const books::Reader& books, books::Purse purse, const TakeOverRequest& request, counter::Booking& booking, const Context& context) {
  const bool has_moved = request.proven.counter > purse.n;
  purse.offline = std::max(purse.offline, request.proven.offline.value_or(0));
  purse.seen = context.now;
  if (has_moved) {
    auto move = next_move(purse, booking.sale, books::PurseMoveKind::taken_over, context.now);
    move.card = request.seen->card;
    move.n = request.proven.counter;
    move.balance = request.seen->balance;
    move.proof = request.proven.proof;
    purse.n = request.proven.counter;
    purse.balance = request.seen->balance;
    purse.spent_since_seen = {};
    purse.steps_since_seen = 0;
    moved(purse, move);
    booking.changes.append.emplace_back(std::move(move));
  }
  MUST(spend_after_all(books, purse, context, booking.changes));
  booking.changes.put.emplace_back(purse);
  return Done{};
}

}  // namespace

std::optional<std::int64_t> account_of_lost_card(const books::Reader& books, const CardSeen& seen, const Context& context) {
  if (!seen.account) return std::nullopt;
  const auto at = purse_account(books, *seen.account, context);
  return at.ok() && is_of_lost_hours(books, *at, seen) ? seen.account : std::nullopt;
}

Booked take_over(const books::Reader& books, const TakeOverRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "take_over_card"));
  MUST(people::has_reason(request.reason, "take_over_card"));
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  auto now = account_with(books, std::move(at), request, context);
  MUST(may_be_loaded(now.at));
  MUST(nothing_unsettled(books, request.account));
  MUST(his_card(books, now, request));
  TRY(seen, difference(books, now, request));
  TRY(approval, people::second_person(books, {"take_over_card", approval_content(request, seen, now.at.utility.minor_digits), seen.beyond, {}, request.approval, true, request.reason}, context));
  counter::Booking booking{std::move(desk), now.at.buyer(), context, request.claim, ledger::Operation::taken_over};
  booking.agreed_to(approval);
  write_down(booking, request, seen);
  if (!seen.beyond.is_zero()) MUST(booking.post(ledger::taken_over_from_card(booking.head(), seen.beyond)));
  if (now.issue || !seen.paid_over.is_zero()) MUST(end_lost_ones(books, now, seen.paid_over, request.reason, booking, context));
  if (now.issue) MUST(begin_with(books, now.at, request, *now.issue, booking, context));
  MUST(believe(books, now.at.purse, request, booking, context));
  auto done = booking.finish(SaleStatus::applied, {});
  return books::Decision<Outcome>{std::move(done.changes), Outcome{std::move(done.answer.sale), SaleStatus::applied, {}, false}};
}

}  // namespace kwota::purse
