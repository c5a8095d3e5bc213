// Farmers' cards at the counter: who gets one, money onto it and off it, a lost one and the next.
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/rows/supply/well.h"
#include "carry/cards/all.h"
#include "carry/cards/common/commands.h"
#include "carry/cards/purse_card/family.h"
#include "carry/cards/purse_card/purse_card_table.h"
#include "sell/purse/application.h"
#include "sell/purse/areas.h"
#include "sell/purse/load.h"
#include "sell/purse/lost_card.h"
#include "sell/purse/recovery/grey.h"
#include "sell/purse/take_off.h"
#include "sim/field/tenders.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"
#include "work/teller/purse_grey.h"

namespace kwota::field {
namespace {

constexpr auto village = "V-1";

books::Actor purse_actor(const people::Context& context, const std::string& action) {
  return {.operator_name = context.who.name, .action = action, .station = context.station};
}

Result<Facts> area_number(World& world, const Sentence& sentence) {
  MUST(put(world, books::Place{village, books::PlaceKind::village, "East village", world.station, ""}));
  MUST(put(world, books::AreaNumber{sentence["area"], sentence["area"], village, world.station, true}));
  return Facts{};
}

Result<Facts> enter_application(World& world, const Sentence& sentence) {
  TRY(customer, world.customer(sentence["customer"]));
  TRY(window, world.window_of(sentence["who"]));
  const purse::ApplyRequest request{customer, window->station, {.village = village, .area = "", .area_1 = sentence["area"], .area_2 = sentence["second"], .area_3 = "", .area_4 = "", .price_class = 1}, ""};
  TRY(row, decide(world, sentence["who"], "purse_apply", window, [&](const books::Reader& reader, const people::Context& context) { return purse::apply(reader, request, context); }));
  return Facts{}.say("state", row.state);
}

Result<Facts> grants(World& world, const Sentence& sentence) {
  TRY(customer, world.customer(sentence["customer"]));
  TRY(window, world.window_of(sentence["who"]));
  TRY(waiting, world.books->read([&](const books::Reader& reader) -> Result<std::int64_t> {
    for (const auto& row : reader.select(books::PurseApplication::of_customer, customer))
      if (row.state == books::ApplicationStatus::waiting) return row.number;
    return mistake("no application of his waits");
  }));
  TRY(row, decide(world, sentence["who"], "purse_grant", window, [&](const books::Reader& reader, const people::Context& context) { return purse::grant(reader, waiting, context); }));
  world.accounts[sentence["account"]] = row.account;
  return Facts{}.say("state", row.state);
}

/// The number in the wallet's card itself, whatever the books say.
std::string money_on_reader(World& world, const Window& window) {
  if (window.cards.empty()) return "";
  const auto seen = sim::purse_on(world.cards.at(window.cards.front()).os->state());
  return seen ? world.money(seen->balance) : "";
}

Result<Facts> looks(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, world.window(sentence["till"]));
  TRY(context, world.context(window->seller.empty() ? sentence["who"] : window->seller, window));
  TRY(look, world.look_at_purse(*window, context));
  Facts facts;
  facts.say("state", std::string(look.condition()));
  facts.say("reason", look.trouble ? look.trouble->code : "none");
  if (look.seen) facts.say("holds", world.money(look.seen->balance)).say("grey", look.seen->grey);
  facts.say("settled", std::to_string(look.settled.size()));
  if (!look.settled.empty()) facts.say("outcome", look.settled.back().state).say("carried_again", look.settled.back().carried_again);
  return facts;
}

/// A card that is pulled while it is looked at ends the work before anything was booked.
Result<Facts> as_far_as_it_goes(const Sentence& sentence, Result<Facts> done) {
  if (done.ok() || !sentence.has("goes") || is_mistake(done.error())) return done;
  return Facts{}.say("state", "refused").say("cause", done.error().code);
}

/// The grey card on the reader pays with the record that has come home.
Result<Facts> pays_with_its_record(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  TRY(look, world.look_at_purse(*window, context));
  if (look.trouble) return *look.trouble;
  auto card = world.on_reader(world.cards.at(window->cards.front()));
  teller::PurseTeller desk{*world.books, *world.vault, world.random, cards::all()};
  TRY(settled, desk.settle_grey(card, look, context));
  for (const auto& name : window->cards) world.cards.at(name).pull.reset();  // it lay still long enough
  Facts facts;
  facts.say("outcome", settled.watering ? "done" : "in_doubt").say("cause", settled.written.cause ? settled.written.cause->code : "none");
  if (settled.watering) facts.say("paid", world.money(settled.watering->amount));
  return facts.say("holds", money_on_reader(world, *window));
}

Result<Facts> settles_grey(World& world, const Sentence& sentence) { return as_far_as_it_goes(sentence, pays_with_its_record(world, sentence)); }

Result<Facts> load_purse_card(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return as_far_as_it_goes(sentence, world.book_on_purse(sentence["who"], "sell", sentence["label"],
                             [account, pay = sentence["money"], confirmed = said_yes(sentence), paying = paying_in(sentence)](const books::Reader& reader, const World::Ask& ask, const auto& seen) -> purse::Booked {
                               TRY(quote, purse::quote_load(reader, {account, pay, seen}, ask.context));
                               return purse::load(reader, {.claim = ask.claim, .quote = quote.id, .seen = seen, .paying = paying, .confirmed = confirmed}, ask.context);
                             }));
}

Result<Facts> gives(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const purse::SupplementRequest request{.claim = {}, .account = account, .amount = sentence["money"], .reason_code = sentence["code"], .reason = sentence["reason"], .approval = 0};
  return world.book_on_purse(sentence["who"], "supplement", sentence["label"], [request](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    auto whole = request;
    whole.claim = ask.claim;
    whole.seen = seen;
    whole.approval = ask.approval;
    return purse::supplement(reader, whole, ask.context);
  });
}

Result<Facts> unload(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const purse::DeductRequest request{.claim = {}, .account = account, .amount = sentence["money"], .reason = sentence["reason"], .approval = 0};
  return as_far_as_it_goes(sentence, world.book_on_purse(sentence["who"], "take_back", sentence["label"], [request](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    auto whole = request;
    whole.claim = ask.claim;
    whole.seen = seen;
    whole.approval = ask.approval;
    return purse::deduct(reader, whole, ask.context);
  }));
}

Result<Facts> empties(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_on_purse(sentence["who"], "close_account", sentence["label"], [account](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    return purse::order_closing(reader, {ask.claim, account, seen, ask.approval}, ask.context);
  });
}

Result<Facts> closes(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_on_purse(
      sentence["who"], "close_account", sentence["label"],
      [account](const books::Reader& reader, const World::Ask& ask, const auto&) { return purse::close_account(reader, {ask.claim, account, purse::no_card(), ask.approval}, ask.context); }, false);
}

Result<Facts> pays_out(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_on_purse(
      sentence["who"], "pay_out", sentence["label"],
      [account, amount = sentence["money"]](const books::Reader& reader, const World::Ask& ask, const auto&) { return purse::pay_out(reader, {ask.claim, account, amount, ask.approval}, ask.context); }, false);
}

Result<Facts> makes_new_card(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_on_purse(sentence["who"], "replace_card", sentence["label"], [account](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    return purse::replace_card(reader, {ask.claim, account, seen ? Result<CardSerial>(seen->card) : seen.error(), {}}, ask.context);
  });
}

Result<Facts> pays_over(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return world.book_on_purse(sentence["who"], "pay_over", sentence["label"], [account](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    return purse::pay_over(reader, {ask.claim, account, seen, ask.approval}, ask.context);
  });
}

Result<Facts> facts_of_purse(World& world, std::int64_t account) {
  return world.books->read([&](const books::Reader& reader) -> Result<Facts> {
    const auto row = reader.last<books::Purse>(account);
    if (!row) return mistake("this account has no purse");
    Facts facts;
    facts.say("state", row->state).say("holds", world.money(row->balance)).say("n", std::to_string(row->n.value())).say("moves", std::to_string(row->moves)).say("number", std::to_string(row->number));
    std::string areas;
    for (const auto& number : books::area_numbers_of(*row))
      if (!number.empty()) areas += (areas.empty() ? "" : " and ") + number;
    facts.say("areas", areas).say("areas_wait", !books::waiting_changes(reader, *row).empty());
    const auto waits = purse::waiting(reader, account);
    facts.say("waiting", waits ? world.money(*waits) : "none");
    const auto known = row->moves > 0 ? reader.find<books::PurseMove>(account, row->number, row->moves) : std::nullopt;
    if (known) facts.say("last", known->kind).say("outcome", known->outcome).say("proven", !known->proof.empty());
    return facts;
  });
}

Result<Facts> blocks(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(window, world.window_of(sentence["who"]));
  MUST(decide(world, sentence["who"], "block", window, [&](const books::Reader& reader, const people::Context& context) { return purse::block_purse(reader, {account, sentence["reason"]}, context); }));
  return facts_of_purse(world, account);
}

Result<Facts> changes_areas(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(window, world.window_of(sentence["who"]));
  const purse::ChangeAreas request{.account = account, .areas = {sentence["area"], sentence["second"], "", ""}};
  MUST(decide(world, sentence["who"], "purse_grant", window, [&](const books::Reader& reader, const people::Context& context) { return purse::change_areas(reader, request, context); }));
  return facts_of_purse(world, account);
}

Result<Facts> purse_row(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  return facts_of_purse(world, account);
}

/// Without a record, when it has waited long enough: two persons say what was used.
Result<Facts> frees_without_a_record(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  TRY(look, world.look_at_purse(*window, context));
  if (look.trouble) return *look.trouble;
  const auto lock = look.contents ? teller::lock_of(*look.contents) : std::nullopt;
  if (!lock) return mistake("this card was never locked");
  return world.book_on_purse(sentence["who"], "release_lock", sentence["label"], [&, locked = teller::locked_at(*look.contents)](const books::Reader& reader, const World::Ask& ask, const auto& seen) {
    return purse::release(reader, {.claim = ask.claim, .account = account, .amount = sentence["money"], .reason = sentence["reason"], .seen = seen, .lock = *lock, .locked = locked, .approval = ask.approval}, ask.context);
  });
}

Result<Facts> releases_grey(World& world, const Sentence& sentence) { return as_far_as_it_goes(sentence, frees_without_a_record(world, sentence)); }

/// Somebody who has found the card tries to load it himself.
Result<Facts> wrong_pins(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  card->os->reset();
  static_cast<void>(card->os->exchange(cards::select(cards::purse_application_id)));
  for (int i = 0; i < 3; ++i) static_cast<void>(card->os->exchange(cards::verify_pin(cards::key_id::pin, to_bytes(view_of("999999")))));
  card->os->reset();
  return Facts{};
}

}  // namespace

Result<teller::PurseInspection> World::look_at_purse(Window& window, const people::Context& context) {
  if (window.cards.size() > 1) return error(Fault::card, Cause::two_cards, "Two cards lie on the reader. Nothing was booked: take both away, and put one down.");
  if (window.cards.empty()) return error(Fault::card, Cause::no_card, "No card lies on the reader; put the customer's card there.");
  auto& there = cards.at(window.cards.front());
  MUST(there.os->power_on());
  auto card = on_reader(there);
  teller::PurseTeller desk{*books, *vault, random, cards::all()};
  return desk.look(card, context);
}

Result<Facts> World::book_on_purse(const std::string& who, const std::string& action, const std::string& label, PurseBook what, bool needs_card) {
  MUST(running());
  TRY(window, window_of(who));
  TRY(context, this->context(who, window));
  carried_now_.clear();  // what the look seals is of no sale yet
  sealed_before_ = sealed_so_far();
  Result<purse::CardSeen> seen = purse::no_card();
  const std::string there = window->cards.empty() ? "" : window->cards.front();
  if (needs_card) {
    TRY(look, look_at_purse(*window, context));
    if (look.trouble) return *look.trouble;
    seen = look.for_shop();
  }
  Ask ask{.claim = {"purse-" + std::to_string(++keys_), "as first said"}, .card = {}, .approval = 0, .context = context};
  TRY(outcome, with_second_person(action, context, [&](std::int64_t approval) {
    ask.approval = approval;
    return books->run(purse_actor(context, action), [&](const books::Reader& reader) { return what(reader, ask, seen); });
  }));
  sales["last"] = outcome.sale.number;
  if (!label.empty()) sales[label] = outcome.sale.number;
  std::optional<Error> cause;
  if (outcome.order && needs_card) {
    carried_now_ = outcome.order->sale;
    sealed_before_ = sealed_so_far();
    if (crash_point.at == CrashPoint::At::after_booking) throw ProgramDied{};
    auto card = on_reader(cards.at(there));  // it may be gone since it was looked at
    teller::PurseTeller desk{*books, *vault, random, cards::all()};
    TRY(carried, desk.carry(card, *outcome.order, context));
    cause = carried.written.cause;
    for (const auto& name : window->cards) cards.at(name).pull.reset();  // it lay still long enough
  }
  auto facts = facts_of_sale(outcome.sale.number);
  return facts.say("cause", cause ? cause->code : "").say("holds", money_on_reader(*this, *window));
}

std::span<const Phrase> purse_phrases() {
  static constexpr Phrase phrases[] = {
      {"area number <area>", area_number},
      {"<who> enters that <customer> wants to water in area <area> [ and <second> ]", enter_application},
      {"<who> grants it to <customer> as account <account>", grants},
      {"the purse at <till>", looks},
      {"<who> loads <money> onto the card of <account> [ by <tenders> ] [ <unasked:unasked> ] [ as far as it <goes:goes> ] [ as <label> ]", load_purse_card},
      {"<who> gives the card of <account> <money> for <code> [ because <reason> ] [ as <label> ]", gives},
      {"<who> takes <money> off the card of <account> because <reason> [ as far as it <goes:goes> ] [ as <label> ]", unload},
      {"<who> empties the card of <account> [ as <label> ]", empties},
      {"<who> ends the purse of <account> [ as <label> ]", closes},
      {"<who> pays <money> of <account> out [ as <label> ]", pays_out},
      {"<who> blocks the purse of <account> because <reason>", blocks},
      {"<who> changes the areas of <account> to <area> [ and <second> ]", changes_areas},
      {"<who> makes the next card of <account> [ as <label> ]", makes_new_card},
      {"<who> pays over what the lost card of <account> held [ as <label> ]", pays_over},
      {"<who> releases the card of <account> that used <money> because <reason> [ as far as it <goes:goes> ] [ as <label> ]", releases_grey},
      {"purse of <account>", purse_row},
      {"<who> settles the grey card [ as far as it <goes:goes> ]", settles_grey},
      {"card <card> hears three wrong PINs", wrong_pins},
  };
  return phrases;
}

}  // namespace kwota::field
