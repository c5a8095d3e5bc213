// A meter on the head-end's line: its whole word first, then what the queue has for it, and the tool cards that it shall refuse.
#include <fmt/format.h>

#include "sell/remote/link.h"
#include "work/head_end/conduct.h"
#include "work/head_end/contact_session.h"
#include "work/head_end/orders.h"
#include "work/teller/device_words.h"
#include "work/teller/key_policy.h"

namespace kwota::head_end {

using dialogue::attempt;
using dialogue::ok;
using remote::CommandResult;
using remote::Ended;

namespace {

/// Seconds that question and answer may take of a clock that was just set.
constexpr std::int64_t clock_set_within = 15;

Ended ended(dialogue::Outcome outcome) {
  if (outcome == dialogue::Outcome::in_doubt) return Ended::in_doubt;
  return outcome == dialogue::Outcome::done ? Ended::done : Ended::not_done;
}

/// Named, for g++ 12 copies an aggregate that is built beside a co_await bit by bit.
CommandResult reported_of(Ended how, std::string evidence, std::optional<Error> cause = std::nullopt) {
  CommandResult result;
  result.ended = how;
  result.evidence = std::move(evidence);
  result.cause = std::move(cause);
  return result;
}

/// An order that nobody heard the answer to may have been carried out.
Ended ended_by(const Error& error) { return error.fault == Fault::wire ? Ended::in_doubt : Ended::not_done; }

}  // namespace

dialogue::Dialogue<Done> HeadEnd::MeterConduct::begin() { return office_.receive(session_); }

dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::carry_out(const remote::Sending& what) {
  if (what.order) co_return co_await recharge(*what.order);
  if (what.prices) co_return co_await write_prices(*what.prices);
  if (what.command.kind == books::CommandKind::relay) co_return co_await switch_relay(what.command);
  if (what.command.kind == books::CommandKind::clock) co_return co_await set_clock();
  if (what.command.kind == books::CommandKind::parameters) co_return co_await settle_parameters(what.command);
  if (what.command.kind == books::CommandKind::void_list) co_return co_await send_void_list();
  const auto received = co_await attempt(office_.receive(session_));
  if (!received.ok()) co_return reported_of(ended_by(received.error()), "The meter was asked.", received.error());
  co_return reported_of(Ended::done, "The meter was read.");
}

/// Whatever it was called for it hears of void tool cards; a meter that takes no such list is none the worse for it.
dialogue::Dialogue<Done> HeadEnd::MeterConduct::end() {
  const auto brought = co_await attempt(bring_voids());
  if (!brought.ok() && brought.error().fault == Fault::wire) co_return brought.error();
  co_return Done{};
}

dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::recharge(const counter::CarryOrder& order) {
  const auto credit = credit_order(order);
  const auto delivered = co_await attempt(session_.driver->credit(session_.whom, credit, office_.parts_.random));
  const auto noted = office_.note_seal(session_);
  if (!noted.ok()) co_return noted.error();
  if (!delivered.ok()) co_return reported_of(Ended::in_doubt, "The conversation broke off.", delivered.error());
  co_return reported_of(ended(delivered->outcome), delivered->evidence, delivered->cause);
}

/// What is right already is not written; to write it again after silence is harmless.
dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::write_prices(const remote::PriceTable& prices) {
  lines::PriceOrder order;
  order.set = teller::price_set(prices.table);
  order.at = prices.from;
  order.now = session_.zone.local(office_.parts_.clock.now());
  const auto held = co_await attempt(session_.driver->write_prices(session_.whom, order, office_.parts_.random));
  if (!held.ok()) co_return reported_of(ended_by(held.error()), held.error().what, held.error());
  auto evidence = fmt::format("Prices of {} {}, from {} on the meter's clock.", prices.version,
                              held->was_there ? "were there" : "are written", format_local(held->from));
  for (const auto& lost : prices.table.differences) evidence += fmt::format(" Rounded: {}.", lost);
  co_return reported_of(Ended::done, std::move(evidence));
}

/// What is right already is not written; to tell it again after silence is harmless.
dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::settle_parameters(const books::MeterCommand& command) {
  const auto set = remote::set_of(command);
  const auto held = co_await attempt(session_.driver->settle_parameters(session_.whom, set, office_.parts_.random));
  if (!held.ok()) co_return reported_of(ended_by(held.error()), held.error().what, held.error());
  co_return result_of_parameters(*held);
}

dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::set_clock() {
  const auto now = session_.zone.local(office_.parts_.clock.now());
  const auto shown = co_await attempt(session_.driver->set_clock(session_.whom, now, office_.parts_.random));
  if (!shown.ok()) co_return reported_of(ended_by(shown.error()), "The meter was told the time.", shown.error());
  const auto off = *shown ? std::optional{office_.parts_.clock.now() - session_.zone.instant(**shown)} : std::nullopt;
  if (!off || *off > Duration::seconds(clock_set_within) || *off < Duration::seconds(-clock_set_within))
    co_return reported_of(Ended::not_done, "The meter agreed and shows another time.",
                      error(Fault::meter, "not_written", "The meter agreed and says another value; look at it before you go on.",
                            Details{{"item", "date_and_time"}}).trying(Again::never));
  co_return reported_of(Ended::done, "The meter's clock was set and shows our time.");
}

dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::switch_relay(const books::MeterCommand& command) {
  const auto order = relay_order(command, session_.zone);
  if (!order) co_return reported_of(Ended::not_done, "Nothing was sent.", remote::unknown_order({}));
  const auto relay = co_await attempt(session_.driver->switch_relay(session_.whom, *order, office_.parts_.random));
  if (!relay.ok() && relay.error().fault == Fault::request) co_return reported_of(Ended::not_done, "Nothing was sent.", relay.error());
  if (!relay.ok()) co_return reported_of(ended_by(relay.error()), "The meter was given the order.", relay.error());
  co_return reported_of(Ended::done, fmt::format("The meter's status: contactor {}{}.", relay->open ? "open" : "closed",
                                             relay->is_protected ? ", power protected" : ""));
}

// ---- the list of void tool cards

dialogue::Dialogue<Done> HeadEnd::MeterConduct::bring_voids() {
  std::uint32_t brought_to = 0;
  while (true) {
    const auto pages = office_.parts_.books.read([&](const books::Reader& books) -> Result<std::vector<user_card::VoidFile>> {
      return teller::void_pages_for(books, session_.meter, format_date(session_.zone.local(office_.parts_.clock.now()).date));
    });
    if (!pages.ok()) co_return pages.error();
    if (pages->empty() || pages->back().number <= brought_to) co_return Done{};
    brought_to = pages->back().number;
    const auto brought = co_await attempt(session_.driver->bring_void_list(session_.whom, *pages, office_.parts_.random));
    if (!brought.ok()) co_return brought.error();
    co_await office_.receive(session_);  // how far it knows the list stands in its word
  }
}

dialogue::Dialogue<CommandResult> HeadEnd::MeterConduct::send_void_list() {
  const auto brought = co_await attempt(bring_voids());
  if (brought.ok()) co_return reported_of(Ended::done, "The meter knows which tool cards are void.");
  auto why = brought.error();
  if (why.fault == Fault::meter && why.again == Again::later) why.again = Again::never;  // it has no such list
  co_return reported_of(ended_by(why), "The meter was told which tool cards are void.", why);
}

}  // namespace kwota::head_end
