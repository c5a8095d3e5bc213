#include "sell/purse/take_over.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/ids_text.h"
#include "people/approval.h"
#include "people/permissions.h"
#include "sell/counter/account/card_life.h"
#include "sell/ledger/posting.h"
#include "sell/purse/card_number.h"
#include "sell/purse/outcome.h"
#include "sell/purse/spent.h"

namespace kwota::purse {
namespace {

using books::WateringStatus;

/// The card that was made for an account in the lost hours: its number is made of county, year and account, and these books know nobody who has it. Which one of the
/// account it is; nothing: it is none.
std::optional<std::int64_t> lost_first_card(const books::Reader& books, const PurseAccount& at, const CardSeen& seen, const Context& context) {
  constexpr int years = 2;
  constexpr std::int64_t issues = 99;
  const auto known = books.find<books::Card>(seen.card);
  if (at.purse.state != books::PurseStatus::granted || at.purse.card || (known && known->state != books::CardStatus::spoiled)) return std::nullopt;
  const int year = context.zone.local(context.now).date.year;
  for (int back = 0; back < years; ++back)
    for (std::int64_t issue = 1; issue <= issues; ++issue)
      if (card_number(at.utility.county, year - back, at.account.number, issue) == seen.card) return issue;
  return std::nullopt;
}

/// His card, or the one that was made for him and is in no book.
Result<void> his_card(const books::Reader& books, const PurseAccount& at, const TakeOverRequest& request, const Context& context) {
  if (!request.seen || !lost_first_card(books, at, *request.seen, context)) return his_free_card(books, at, request.seen);
  if (request.seen->grey)
    return error(Fault::card, "card_grey", "A pump has locked this card and not charged it yet; settle that first. Nothing was booked.", {{"card", to_text(request.seen->card)}});
  if (request.proven.names_him) return Done{};
  return error(Fault::card, "card_names_another", "This card was made in hours that these books lost, and names another holder or other area numbers than this account: its number was granted anew since. Nothing was booked; keep it.",
               {{"card", to_text(request.seen->card)}, {"account", fmt::format("{}", at.account.number)}});
}

/// Both sides of what two persons see.
struct Difference {
  SequenceNumber by_books;
  Money expected;  ///< on the card, by the books
  Money amount;    ///< that is taken over
};

/// What its log says was moved onto the card, less what was taken off, since the books know of it. It has room for ten lines, pumps' debits among them.
Money logged_since(const CardProven& card, SequenceNumber n) {
  Money sum;
  for (const auto& one : card.log)
    if (one.n > n && one.n <= card.counter) sum += one.onto ? one.amount : -one.amount;
  return sum;
}

/// Proven to have come off this card, and beyond what the books knew was ever on it.
Money proven_beyond_books(const books::Reader& books, const books::Purse& purse) {
  Money sum;
  for (const auto& row : books.select(books::Watering::of_account, purse.account, purse.number))
    if (row.state == WateringStatus::late) sum += row.amount;
  return sum;
}

Result<Difference> difference(const books::Reader& books, const PurseAccount& at, const CardSeen& seen, const CardProven& card) {
  if (card.counter < at.purse.n)
    return error(Fault::forged, "purse_counter_behind", "This card counts less than it did before: it was put back to what it once held. Nothing was booked; keep the card and tell the manager.",
                 {{"card", to_text(seen.card)}, {"found", fmt::format("{}", card.counter.value())}, {"expected", fmt::format("{}", at.purse.n.value())}});
  if (card.counter == at.purse.n)
    return error(Fault::refused, "nothing_to_take_over", "Card and books count the same; there is nothing to take over. Nothing was booked.",
                 {{"account", fmt::format("{}", at.account.number)}, {"n", fmt::format("{}", at.purse.n.value())}});
  Difference out{at.purse.n, books::on_card_by_books(at.purse), {}};
  out.amount = std::max({Money{}, logged_since(card, at.purse.n), seen.balance - out.expected + proven_beyond_books(books, at.purse)});
  return out;
}

/// What the second person agrees to: these numbers, and no others that the card may show later.
people::Proposal approval_content(const TakeOverRequest& request, const Difference& seen, int minor_digits) {
  using people::Part;
  return people::Proposal(people::Proposed::take_over_card)
      .number(Part::account, request.account)
      .text(Part::card, to_text(request.seen->card))
      .number(Part::counted_by_card, request.proven.counter.value())
      .number(Part::counted_by_books, seen.by_books.value())
      .money(Part::shown_by_card, request.seen->balance, minor_digits)
      .money(Part::shown_by_books, seen.expected, minor_digits);
}

boost::json::array told(const std::vector<LoggedMove>& log) {
  boost::json::array out;
  for (const auto& one : log)
    out.push_back(boost::json::object{{"n", one.n.value()}, {"onto", one.onto}, {"amount", one.amount.minor()}, {"terminal", one.terminal}, {"moment", one.moment}});
  return out;
}

void write_down(counter::Booking& booking, const TakeOverRequest& request, const Difference& seen) {
  booking.sale.reason = request.reason;
  booking.sale.credit = seen.amount;
  booking.sale.card = request.seen->card;
  booking.sale.n = request.proven.counter;
  auto& document = booking.document;
  document["agreed"] = seen.amount.minor();
  document["remaining"] = seen.expected.minor();
  document["should_show"] = request.seen->balance.minor();
  document["counted_by_books"] = seen.by_books.value();
  document["counted_by_card"] = request.proven.counter.value();
  document["card_log"] = told(request.proven.log);
}

/// The purse has its card from now on, and the account is open with it.
Result<void> begin_with(const books::Reader& books, PurseAccount& at, const TakeOverRequest& request, std::int64_t issue, counter::Booking& booking, const Context& context) {
  TRY(card, counter::new_card(books, request.seen->card, at.account, context));
  card.issue_number = issue;
  card.state = books::CardStatus::active;
  card.valid_to = request.proven.valid_to;
  card.key_version = request.proven.key_version;
  at.purse.card = card.serial;
  at.purse.state = books::PurseStatus::active;
  at.purse.since = context.now;
  counter::hand_out(books, card, booking.sale.number, context, booking.changes);
  if (at.account.state != books::AccountStatus::draft) return Done{};
  at.account.state = books::AccountStatus::open;
  at.account.opened = context.now;
  booking.changes.put.emplace_back(at.account);
  return Done{};
}

/// The purse as the card has proved it.
Result<void> believe(const books::Reader& books, books::Purse purse, const TakeOverRequest& request, counter::Booking& booking, const Context& context) {
  auto move = next_move(purse, booking.sale, books::PurseMoveKind::taken_over, context.now);
  move.card = request.seen->card;
  move.n = request.proven.counter;
  move.balance = request.seen->balance;
  move.proof = request.proven.proof;
  purse.n = request.proven.counter;
  purse.balance = request.seen->balance;
  purse.offline = std::max(purse.offline, request.proven.offline.value_or(0));
  purse.seen = context.now;
  purse.spent_since_seen = {};
  purse.steps_since_seen = 0;
  moved(purse, move);
  MUST(spend_after_all(books, purse, context, booking.changes));
  booking.changes.put.emplace_back(purse);
  booking.changes.append.emplace_back(std::move(move));
  return Done{};
}

}  // namespace

std::optional<std::int64_t> account_of_lost_card(const books::Reader& books, const CardSeen& seen, const Context& context) {
  const auto at = purse_account(books, account_in(seen.card), context);
  return at.ok() && lost_first_card(books, *at, seen, context) ? std::optional{at->account.number} : std::nullopt;
}

Booked take_over(const books::Reader& books, const TakeOverRequest& request, const Context& context) {
  TRY(before, answered_already(books, request.claim));
  if (before) return books::Decision<Outcome>{{}, std::move(*before)};
  MUST(people::require(context.who, "take_over_card"));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", "take_over_card"}});
  TRY(desk, counter::at_desk(books, context));
  TRY(at, purse_account(books, request.account, context));
  MUST(may_be_loaded(at));
  MUST(nothing_unsettled(books, request.account));
  MUST(his_card(books, at, request, context));
  TRY(seen, difference(books, at, *request.seen, request.proven));
  TRY(approval, people::second_person(books, {"take_over_card", approval_content(request, seen, at.utility.minor_digits), seen.amount, {}, request.approval, true, request.reason}, context));
  counter::Booking booking{std::move(desk), at.buyer(), context, request.claim, ledger::Operation::taken_over};
  booking.agreed_to(approval);
  write_down(booking, request, seen);
  if (!seen.amount.is_zero()) MUST(booking.post(ledger::taken_over_from_card(booking.head(), seen.amount)));
  if (const auto issue = lost_first_card(books, at, *request.seen, context)) MUST(begin_with(books, at, request, *issue, booking, context));
  MUST(believe(books, at.purse, request, booking, context));
  auto done = booking.finish(SaleStatus::applied, {});
  return books::Decision<Outcome>{std::move(done.changes), Outcome{std::move(done.answer.sale), SaleStatus::applied, {}, false}};
}

}  // namespace kwota::purse
