#include "sim/demo/counter_work.h"

#include <fmt/format.h>

#include "sell/counter/carriage.h"
#include "sell/counter/statement.h"

namespace kwota::demo {
namespace {

counter::Carriage event(const History& history, const Household& house, const counter::Outcome& booked) {
  return {history.vault(), booked.order->sale, house.card, booked.order->n, booked.order->revision, "", true};
}

using Step = counter::Carried (*)(const books::Reader&, const counter::Carriage&, const people::Context&);

/// One event of the card's journal; nothing where nothing was to be carried.
void carriage(History& history, const Post& post, Household& house, const Booking& booked, Step step, bool lands) {
  history.let(post, "sell", [&history, &house, booked, step, lands](const books::Reader& reader, const people::Context& context) -> counter::Carried {
    if (!booked->order) return books::Decision<counter::CarriageState>{};
    if (lands) house.on_card = booked->order, house.bought = context.now;
    return step(reader, event(history, house, *booked), context);
  });
}

std::string amount(std::int64_t whole) { return fmt::format("{}.00", whole); }

}  // namespace

void brings_card(History& history, const Post& post, Household& house) {
  history.let(post, "sell", [&history, &house](const books::Reader& reader, const people::Context& context) -> Result<books::Decision<counter::StatementOutcome>> {
    if (!was_at_home(house)) return books::Decision<counter::StatementOutcome>{};
    counter::StatementRequest request{.statement = house.meter.statement(history.zone())};
    request.statement.taken = context.now;
    request.statement.card = house.card;
    request.statement.operator_name = context.who.name;
    auto taken = counter::take_statement(reader, request, context);
    if (taken.ok() && taken->answer.order) house.on_card = taken->answer.order;
    return taken;
  });
}

Booking sells(History& history, const Post& post, Household& house, std::int64_t whole, const counter::Paying& paying) {
  return books_at(history, post, "sell", [claim = history.claim(), &house, whole, paying](const books::Reader& reader, const people::Context& context) -> counter::Booked {
    TRY(quote, counter::quote(reader, {house.account, amount(whole), "", ""}, context));
    counter::SellRequest request{.claim = claim, .quote = quote.id, .card = house.card, .paying = paying};
    request.on_pending = counter::OnPending::sum;
    request.confirmed = counter::codes_of(quote.confirm);
    return counter::sell(reader, request, context);
  });
}

Booking opens(History& history, const Post& post, Household& house, std::int64_t whole) {
  return books_at(history, post, "open_account", [claim = history.claim(), &house, whole](const books::Reader& reader, const people::Context& context) {
    counter::OpenRequest request{.claim = claim, .draft = house.account};
    request.pay = amount(whole);
    request.card = house.card;
    house.meter.lived_to = context.now;
    house.meter.period = house.meter.month = context.zone.local(context.now).date;
    return counter::open_account(reader, request, context);
  });
}

void writes_card(History& history, const Post& post, Household& house, const Booking& booked) {
  carriage(history, post, house, booked, counter::sealing, false);
  carriage(history, post, house, booked, counter::carried, true);
}

void loses_card(History& history, const Post& post, Household& house, const Booking& booked) {
  carriage(history, post, house, booked, counter::sealing, false);
  carriage(history, post, house, booked, counter::in_doubt, true);
}

void fails_to_write(History& history, const Post& post, Household& house, const Booking& booked) {
  carriage(history, post, house, booked, counter::sealing, false);
  carriage(history, post, house, booked, counter::not_carried, false);
}

counter::Paying pays_somehow(History& history, std::int64_t whole) {
  auto& dice = history.dice();
  const auto by = dice.between(1, 100);
  const auto number = fmt::format("{:06}", dice.between(1, 999'999));
  if (by > 30) return {};
  if (by > 18) return {.tenders = {{"wallet", "", "4200" + number + "88"}}};
  if (by > 9) return {.tenders = {{"card", "", number}}};
  if (by > 5) return {.tenders = {{"transfer", "", fmt::format("HZ{:03}{}", history.day(), number)}}};
  if (by > 3) return {.tenders = {{"cheque", "", "10" + number}}};
  return {.tenders = {{"card", amount(whole / 2), number}, {"cash", "", ""}}};
}

}  // namespace kwota::demo
