#include "carry/remote_vending/recharge.h"

#include <fmt/format.h>

#include "base/decimal.h"
#include "carry/remote_vending/asking.h"
#include "carry/remote_vending/refusal.h"
#include "carry/remote_vending/sealed.h"

namespace kwota::dlt645 {

using dialogue::attempt;
using dialogue::to_journal;

CreditOrder with_randoms(CreditOrder order, Random& random) {
  random.fill(order.random1);
  random.fill(order.random1_after);
  return order;
}

namespace {

Delivered verdict(Outcome outcome, std::string evidence, std::optional<Error> cause = std::nullopt) {
  Delivered delivered;
  delivered.outcome = outcome;
  delivered.evidence = std::move(evidence);
  delivered.cause = std::move(cause);
  return delivered;
}

dialogue::JournalNote about_to_recharge(const CreditOrder& order) {
  return dialogue::JournalNote{order.closes ? "close_account_remotely" : order.opens ? "open_account_remotely" : "recharge_remotely",
                               {{"meter", order.station.address.text()},
                                {"count", fmt::format("{}", order.count.value())},
                                {"amount_minor", fmt::format("{}", order.amount.minor())}}};
}

Delivered other_was_taken(const CreditOrder& order, std::optional<std::int64_t> amount) {
  auto other = error(Fault::meter, "other_credit_has_this_number",
                     "The meter took another amount under this count: this sale was not credited. A person must look at it.",
                     {{"count", fmt::format("{}", order.count.value())},
                      {"amount", amount ? format_decimal(*amount, 2) : "?"},
                      {"wanted", format_decimal(order.amount.minor(), 2)}}).trying(Again::never);
  return verdict(Outcome::not_done, "another amount was taken under this count", std::move(other));
}

/// The meter has our count: is it our credit that it took?
Dialogue<Delivered> compare_amount(CreditOrder order, std::string evidence) {
  const Identifier bought{Edition::y2007, 0x03330301};
  const auto bytes = co_await attempt(read_bytes(order.station.address, bought));
  if (!bytes.ok()) co_return verdict(Outcome::in_doubt, "the meter has the count and does not say the amount", bytes.error());
  const auto amount = number_in(*find_item(bought), *bytes);
  if (amount && *amount == order.amount.minor()) co_return verdict(Outcome::done, std::move(evidence));
  co_return other_was_taken(order, amount);
}

/// The meter has our count: did it close? A void of that count has the same amount; only its sealed word tells them apart.
Dialogue<Delivered> compare_closing(CreditOrder order, Session session, std::string evidence) {
  const auto word = co_await attempt(read_statement(order.station, session));
  if (!word.ok()) co_return verdict(Outcome::in_doubt, "the meter has the count and does not say what it took", word.error());
  if (word->registers.last_applied == user_card::Applied::closing && word->returned.count == order.count)
    co_return verdict(Outcome::done, std::move(evidence));
  co_return other_was_taken(order, word->registers.last_amount.minor());
}

Dialogue<Delivered> compare(CreditOrder order, Session session, std::string evidence) {
  if (order.closes) co_return co_await compare_closing(order, session, std::move(evidence));
  co_return co_await compare_amount(order, std::move(evidence));
}

Error count_does_not_fit(SequenceNumber meter, SequenceNumber wanted) {
  return error(Fault::meter, "count_does_not_fit",
               fmt::format("The meter's purchase count is {}, which does not lead to {}; nothing was credited. A person must look at it.",
                           meter.value(), wanted.value()),
               {{"meter", fmt::format("{}", meter.value())}, {"wanted", fmt::format("{}", wanted.value())}}).trying(Again::never);
}

/// Opening with count 0 tells the meter its customer and brings no money.
bool brings_nothing(const CreditOrder& order) { return order.opens && order.count == SequenceNumber{} && order.amount.is_zero(); }

/// What became of it, by the meter's own sealed word. `cause`: why that had to be asked; none: the meter had agreed.
Dialogue<Delivered> settle(CreditOrder order, Session session, Account account, std::string evidence, std::optional<Error> cause) {
  auto settled = verdict(Outcome::not_done, evidence + "; the meter has the count before", cause);
  if (brings_nothing(order) && account.customer == order.customer) {
    settled = verdict(Outcome::done, evidence + "; it names this customer");
  } else if (!brings_nothing(order) && account.count == order.count) {
    settled = co_await compare(order, session, evidence + (order.closes ? "; the meter names this count and that it closed" : "; the meter names this count and amount"));
  } else if (account.count.next() != order.count && !brings_nothing(order)) {
    settled = verdict(Outcome::not_done, "the meter's count does not lead to this sale",
                      count_does_not_fit(account.count, order.count));
  } else if (!cause) {
    settled.outcome = Outcome::in_doubt;  // agreed and not counted: no meter of ours does that
  }
  settled.after = account;
  co_return settled;
}

/// What "other" means, which is all that a meter says of it: a meter that knows no closing over its line gives up what it holds to a card alone; one
/// that holds no balance takes no credit, nor one without a customer. Always an error.
Dialogue<Done> refused(CreditOrder order, Frame answer, Account before) {
  auto why = refused_by(answer);
  const bool unknown = answer.data.size() == 2 && answer.data[0] == serr::other && answer.data[1] == 0;
  if (!unknown) co_return why;
  if (order.closes)
    co_return error(Fault::meter, "closes_by_card", "The meter knows no closing over its line; nothing was given up. Move the closing to a card.", why.details)
        .trying(Again::another_way);
  const auto state = co_await attempt(read_run_state(order.station.address));
  if (state.ok() && state->prepaid == Prepaid::no)
    co_return error(Fault::meter, "meter_keeps_no_credit", "The meter keeps no credit: its balance lies at the server. Nothing was credited.", why.details)
        .trying(Again::never);
  if (!order.opens && before.customer == CustomerNumber{})
    co_return error(Fault::meter, "meter_not_opened", "The meter has no account yet: nothing was credited. Open it first.", why.details).trying(why.again);
  co_return why;
}

/// Why the meter had to be asked how it stands.
std::string asked_because(const Error& cause) {
  const auto reason = cause.details.find("reason");
  return cause.fault == Fault::meter && reason != cause.details.end()
             ? fmt::format("the meter refused ({}) and was asked how it stands", reason->second)
             : "the answer was lost and the meter was asked again";
}

/// Silence or a refusal after the block had left. The new session makes the block worthless wherever it still is.
Dialogue<Delivered> find_out(CreditOrder order, Error cause) {
  const auto doubt = verdict(Outcome::in_doubt, "nobody heard whether the meter took the credit; ask it again", cause);
  const auto session = co_await attempt(authenticate(order.station, order.random1_after));
  if (!session.ok()) co_return doubt;
  const auto account = co_await attempt(ask_account(order.station, *session));
  if (!account.ok()) co_return doubt;
  const auto evidence = asked_because(cause);
  co_return co_await settle(order, *session, *account, evidence, cause);
}

/// An agreement alone proves nothing (meters.md 2.6): the count is read back under its seal.
Dialogue<Delivered> read_back(CreditOrder order, Session session) {
  const auto account = co_await attempt(ask_account(order.station, session));
  if (!account.ok()) co_return co_await find_out(order, account.error());
  co_return co_await settle(order, session, *account, "the meter agreed and was read back", std::nullopt);
}

Dialogue<Frame> send_closing(CreditOrder order, Session session) {
  Closing closing;
  closing.count = order.count;
  closing.customer = order.customer;
  closing.mac = co_await sealed(order.station, session, seal::Purpose::meter_parameter, closing.sealed());
  co_return co_await ask(security_frame(order.station, security::close_account, encode(closing)));
}

Dialogue<Frame> send_credit(CreditOrder order, Session session) {
  if (order.closes) co_return co_await send_closing(order, session);
  Credit credit;
  credit.amount = order.amount;
  credit.count = order.count;
  credit.customer = order.customer;
  const auto purpose = seal::Purpose::meter_parameter;
  credit.amount_mac = co_await sealed(order.station, session, purpose, mac_of_credit(order.amount, order.count));
  credit.customer_mac = co_await sealed(order.station, session, purpose, mac_of_customer(order.customer));
  const auto identifier = order.opens ? security::open_account : security::recharge;
  co_return co_await ask(security_frame(order.station, identifier, encode(credit)));
}

Dialogue<Delivered> recharge_in(CreditOrder order, Session session, Account before) {
  const bool money_without_count = order.count == SequenceNumber{} && !order.amount.is_zero();
  if (money_without_count) co_return verdict(Outcome::not_done, "nothing was sent", count_does_not_fit(before.count, order.count));
  const bool taken_before = before.count == order.count && !brings_nothing(order);
  if (taken_before) co_return co_await compare(order, session, "the meter had taken it before");
  if (before.count.next() != order.count && !brings_nothing(order))
    co_return verdict(Outcome::not_done, "nothing was sent", count_does_not_fit(before.count, order.count));
  const auto noted = co_await attempt(to_journal(about_to_recharge(order)));
  if (!noted.ok()) co_return verdict(Outcome::not_done, "the journal did not take it, so nothing was sent", noted.error());
  const auto answer = co_await attempt(send_credit(order, session));
  if (!answer.ok()) co_return co_await find_out(order, answer.error());
  if (!answer->control.error()) co_return co_await read_back(order, session);
  // A refusal names no identifier: it may be a late one, to somebody else's question. The meter itself decides.
  const auto why = co_await attempt(refused(order, *answer, before));
  co_return co_await find_out(order, why.error());
}

}  // namespace

Dialogue<Delivered> recharge(CreditOrder order) {
  if (!fits(order.amount))
    co_return verdict(Outcome::not_done, "nothing was sent",
                      error(Fault::request, "amount_does_not_fit", "This amount does not fit into a meter; nothing was sent.",
                            {{"amount", format_decimal(order.amount.minor(), 2)}}).trying(Again::never));
  const auto session = co_await attempt(authenticate(order.station, order.random1));
  if (!session.ok()) co_return verdict(Outcome::not_done, "nothing was sent", session.error());
  const auto account = co_await attempt(ask_account(order.station, *session));
  if (!account.ok()) co_return verdict(Outcome::not_done, "nothing was sent", account.error());
  auto delivered = co_await recharge_in(order, *session, *account);
  delivered.before = *account;
  co_return delivered;
}

}  // namespace kwota::dlt645
