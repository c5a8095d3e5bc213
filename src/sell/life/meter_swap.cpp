#include "sell/life/meter_swap.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/approval.h"
#include "sell/counter/card_life.h"
#include "sell/counter/fit.h"
#include "sell/counter/instruction_book.h"
#include "sell/counter/worth.h"
#include "sell/customer/registers.h"
#include "sell/ledger/chart.h"
#include "sell/life/surrendered.h"
#include "sell/life/pending.h"
#include "sell/remote/link.h"

namespace kwota::life {
namespace {

using books::BalanceSource;
using counter::Booking;
using ledger::Operation;

constexpr auto right_to_swap = "swap_meter";
constexpr std::size_t all_sales = 100'000;  // more than an account's ever
/// A register that stood here and shows this little now has turned over. [K]
constexpr Energy nearly_over = Energy::wh(900'000'000), begun_anew = Energy::wh(100'000'000);

/// The old meter's side: what it held and how that is known, and what had not reached it.
struct Leaving {
  BalanceSource word = BalanceSource::by_card;
  Credit held;            ///< negative: overdraft
  Money worth;            ///< of it that is not posted yet: typed
  std::optional<Energy> last_register;
  Pending pending;
  Held opening;           ///< what the new meter gets
};

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

Result<Energy> register_of(const std::string& typed) {
  const auto wh = parse_decimal(typed, 3);
  if (wh.ok() && *wh >= 0) return Energy::wh(*wh);
  return error(Fault::request, "bad_register", "A register is a number of kWh as the meter shows it; nothing was changed.", {{"text", typed}});
}

Result<std::optional<Energy>> last_register(const Supply& supply, const SwapRequest& request) {
  const auto reported = supply.statement ? std::optional{supply.statement->energy} : std::nullopt;
  // Of a meter that cannot speak nobody knows what it counted after its last report, unless somebody reads it off.
  if (request.last_register.empty()) return request.remaining.empty() ? reported : std::nullopt;
  TRY(shown, register_of(request.last_register));
  const bool turned_over = reported && *reported >= nearly_over && shown < begun_anew;
  if (!reported || shown >= *reported || turned_over) return std::optional{shown};
  return error(Fault::refused, "register_went_back", "The old meter has reported more than that before; nothing was booked. Read its register again.",
               {{"reported", format_decimal(reported->wh(), 3)}});
}

/// "12.30", "-4.00": in the meter's unit, down to what a device counts.
Result<Credit> held_as_typed(const Supply& supply, std::string text) {
  const bool overdraft = text.starts_with('-');
  if (overdraft) text.erase(0, 1);
  const auto unit = supply.meter.unit;
  const auto amount = parse_decimal(text, unit == Unit::money ? supply.utility.minor_digits : 3);
  if (!amount.ok() || *amount < 0)
    return error(Fault::request, "bad_amount", "Type what the old meter held, zero if it was nothing; nothing was booked.", {{"text", text}});
  const auto whole = *amount - *amount % counted_as_one(unit);
  return Credit::of(unit, overdraft ? -whole : whole);
}

/// Nobody's meter ever held more than was bought for it and not given up since.
Result<void> was_bought(const books::Reader& books, const Supply& supply, Credit held, const Pending& pending) {
  Credit most;
  for (const auto& sale : books.newest(books::Sale::of_account, all_sales, supply.account.number)) {
    const auto state = books.find<books::SaleState>(sale.number);
    const bool came = state && books::happened(state->state) && state->state != books::SaleStatus::taken_back;
    if (came && sale.meter == supply.meter.number) most += sale.credit;
  }
  if (supply.statement) {
    const auto before = books::newest_statement(books, supply.meter.number, supply.account.statements_before).value_or(books::Statement{});
    most -= supply.statement->surrendered - before.surrendered;
  }
  most -= pending.credit;
  if (held <= most) return Done{};
  return error(Fault::refused, "more_than_bought", "The old meter cannot have held more than was bought for it; nothing was booked. Look at its display or its history again.",
               {{"most", format_credit(most, supply.utility.minor_digits)}});
}

/// By its own word: it gave up what it held, and that is owed to the customer already.
Result<Leaving> by_its_word(const books::Reader& books, const Supply& supply) {
  TRY(given, surrendered_by(books, supply));
  Leaving out;
  out.word = supply.statement->carrier == books::Carrier::link ? BalanceSource::by_link : BalanceSource::by_card;
  out.held = given.credit;
  out.opening = still_owed(books, supply.account.number, given);
  return out;
}

/// By what two people say, with what had not reached it.
Result<Leaving> as_typed(const books::Reader& books, const Supply& supply, const SwapRequest& request) {
  if (surrendered_by(books, supply).ok())
    return error(Fault::refused, "balance_reported", "The old meter has said itself what it held; nothing is typed in its place.", {{"meter", to_text(supply.meter.number)}});
  Leaving out;
  out.word = BalanceSource::typed;
  TRY(held, held_as_typed(supply, request.remaining));
  out.held = held;
  TRY(pending, pending_of(books, supply, request.card, request.leave_in_doubt));
  out.pending = std::move(pending);
  MUST(was_bought(books, supply, held, out.pending));
  out.worth = counter::worth_of(books, supply.account.number, held, supply.meter.number);
  const auto& moved = out.pending;
  Held given{moved.credit, moved.worth};
  if (!held.is_negative()) given = {given.credit + held, given.worth + out.worth};
  // A debt of the account, or of the meter's overdraft, is paid by it first.
  const Money due = -books.balance(ledger::customer_balance(supply.account.number)) + out.worth + moved.worth;
  out.opening = share_of(given, due);
  return out;
}

/// The account at its new meter: what was bought, its place in the steps, its plan and what comes after it go on.
Result<Supply> at_new_meter(const books::Reader& books, const Supply& old, const SwapRequest& request, const Context& context) {
  TRY(meter, customer::known_or_new(books, request.meter));
  MUST(customer::free_meter(books, meter.number, 0));
  MUST(counter::begin_book(meter, old.account, context));
  if (request.carrier == counter::Carrier::card) MUST(counter::takes_cards(meter, context));
  else MUST(remote::usable_link(books, meter.number));
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
  MUST(counter::check_clock(books, out.meter.number, context.now));
  MUST(counter::nothing_pending(books, out));
  return counter::held_prices(books, std::move(out), request.carrier, context.now);
}

books::MeterSwap row_of(const books::Reader& books, const Supply& old, const Supply& now, const Leaving& leaving, const Booking& booking, Energy first_register) {
  books::MeterSwap row;
  const auto last = books.last<books::MeterSwap>(old.account.number);
  row.account = old.account.number;
  row.number = last ? last->number + 1 : 1;
  row.time = booking.sale.time;
  row.old_meter = old.meter.number;
  row.new_meter = now.meter.number;
  row.document = booking.sale.number;
  row.balance_source = leaving.word;
  row.installed = last ? std::optional{last->time} : old.account.opened;
  row.first_number = old.account.first_number;
  row.last_number = old.meter.sold;
  row.statements_before = old.account.statements_before;
  row.ct = old.meter.ct, row.pt = old.meter.pt;
  row.last_register = leaving.last_register;
  row.first_register = first_register;
  row.unit = old.meter.unit;
  row.last_credit = leaving.held;
  row.carried_over = leaving.pending.credit;
  row.carried_number = leaving.pending.moved.empty() ? SequenceNumber{} : old.meter.sold;
  row.compensation = leaving.opening.worth;
  row.in_doubt = fmt::format("{}", fmt::join(leaving.pending.in_doubt, ","));
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

/// It serves nobody any more; what was to be asked of it over a line is asked no more once it has said its last word.
void take_off(const books::Reader& books, books::Meter meter, BalanceSource word, Instant now, books::Changes& changes) {
  // The book of a sale that went over to the new meter is closed: what brought it is withdrawn.
  for (const auto& row : changes.put)
    if (const auto* changed = std::get_if<books::Meter>(&row); changed != nullptr && changed->number == meter.number) meter = *changed;
  meter.state = books::MeterStatus::removed;
  meter.service_point.clear();
  changes.put.emplace_back(meter);
  auto link = books.find<books::MeterLink>(meter.number);
  if (!link || link->state != books::LinkStatus::active || word == BalanceSource::typed) return;
  link->state = books::LinkStatus::stopped;
  link->changed = now;
  changes.put.emplace_back(*link);
}

/// The card that it waits for: on the reader, or wherever it is put down next.
Result<std::optional<books::Card>> card_for(const books::Reader& books, const SwapRequest& request, const Context& context) {
  if (request.carrier != counter::Carrier::card) return std::optional<books::Card>{};
  if (request.card) {
    TRY(card, counter::usable_card(books, request.card, request.account, context));
    return std::optional{std::move(card)};
  }
  for (auto& card : books::cards_of_account(books, request.account))
    if (card.state == books::CardStatus::active) return std::optional{std::move(card)};
  return error(Fault::card, "no_card", "This account has no card in use: give the new meter its credit over the line, or issue a card first.");
}

Result<void> post_old_side(const books::Reader& books, const Supply& old, const Leaving& leaving, const Context& context, Booking& booking) {
  MUST(move_pending(books, old, leaving.pending, context, booking.changes));
  if (leaving.word != BalanceSource::typed || leaving.worth.is_zero()) return Done{};
  const auto& commodity = old.plan.commodity();
  if (leaving.worth.is_negative())
    return booking.post(ledger::overdraft_cleared(booking.head("/cleared", Operation::cleared), old.account.number, commodity, -leaving.worth));
  return booking.post(ledger::surrendered(booking.head("/surrendered", Operation::surrendered), old.account.number, commodity, leaving.worth));
}

}  // namespace

std::string approval_content(const SwapRequest& request) {
  auto text = fmt::format("swap meter {} of account {} for {}", to_text(request.old_meter), request.account, to_text(request.meter.number));
  if (!request.remaining.empty()) text += fmt::format(", it held {}", request.remaining);
  if (request.leave_in_doubt) text += ", what may have reached it stays in doubt";
  return text;
}

remote::Booked swap_meter(const books::Reader& books, const SwapRequest& request, const Context& context) {
  TRY(before, counter::answered_before(books, request.claim));
  if (before) return remote::again(books, std::move(*before));
  MUST(people::require(context.who, right_to_swap));
  if (request.reason.empty()) return error(Fault::request, "reason_missing", "Say why; the books keep it.", {{"action", right_to_swap}});
  TRY(desk, counter::at_desk(books, context));
  TRY(old, counter::supply_of(books, request.account, context.now, context.plans));
  MUST(may_be_swapped(old));
  MUST(scheme::balance_in_meter(old.account, context));
  MUST(scheme::carries(old.account, request.carrier, context));
  MUST(is_the_meter(request, old));
  MUST(counter::check_clock(books, old.meter.number, context.now));
  TRY(leaving, request.remaining.empty() ? by_its_word(books, old) : as_typed(books, old, request));
  TRY(last, last_register(old, request));
  leaving.last_register = last;
  TRY(first, request.first_register.empty() ? Result<Energy>(Energy{}) : register_of(request.first_register));
  TRY(now, at_new_meter(books, old, request, context));
  TRY(card, card_for(books, request, context));
  TRY(version, now.plan.version_at(context.now));
  const bool typed = leaving.word == BalanceSource::typed;
  TRY(approval, people::second_person(books, {right_to_swap, approval_content(request), leaving.opening.worth, counter::refund_limit(books, old, context), request.approval, typed}, context));

  Booking booking{std::move(desk), now, context, request.claim, Operation::swap};
  booking.sale.reason = request.reason;
  booking.sale.plan_version = std::move(version);
  booking.sale.credit = leaving.opening.credit;
  if (card) booking.sale.card = card->serial;
  booking.agreed_to(approval);
  MUST(post_old_side(books, old, leaving, context, booking));
  MUST(booking.post(ledger::credited_again(booking.head(), old.account.number, old.plan.commodity(), leaving.opening.worth)));
  const auto row = row_of(books, old, now, leaving, booking, first);
  describe(booking.document, row, leaving.opening);
  if (!card) booking.document["carrier"] = "link";
  take_off(books, old.meter, leaving.word, context.now, booking.changes);
  auto account = *books.find<books::Account>(request.account);
  account.meter = now.account.meter, account.state = now.account.state;
  account.first_number = now.account.first_number, account.statements_before = now.account.statements_before;
  booking.changes.put.emplace_back(account);
  booking.changes.put.emplace_back(row);
  return remote::begun(books, std::move(booking), now, leaving.opening.credit, {request.carrier, request.card ? card : std::nullopt}, context);
}

}  // namespace kwota::life
