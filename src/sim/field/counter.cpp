// At a window: quotes, sales, and everything that is done when a customer stands there.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "sell/counter/account/account_life.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/sell.h"
#include "sell/counter/slip_print.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"
#include "sell/remote/sale.h"
#include "sim/field/tenders.h"
#include "sim/field/vocabulary.h"
#include "sim/field/world/decide.h"

namespace kwota::field {
namespace {

std::string kwh(tariff::Units units) { return format_shortest(units.e3, 3); }

/// What the buyer is told before anything is booked.
Facts facts_of_quote(const World& world, const counter::Quote& quote) {
  Facts facts;
  facts.say("tendered", world.money(quote.tendered)).say("credit", world.credit(quote.credit)).say("energy", kwh(quote.units));
  facts.say("residue", world.money(quote.residue)).say("should_show", world.credit(quote.should_show));
  for (const auto& line : quote.lines) {
    if (line.step) facts.say(fmt::format("step_{}", *line.step), line.units ? kwh(*line.units) : "");
    if (!line.step && line.id != "energy") facts.say(line.id, world.money(line.amount));
  }
  if (quote.next) {
    facts.say("next_price", quote.next->price).say("price_after", quote.next->price_after);
    if (quote.next->left_in_step) facts.say("left_in_step", kwh(*quote.next->left_in_step));
  }
  std::string warnings, confirm;
  for (const auto one : quote.warnings) warnings += (warnings.empty() ? "" : " ") + std::string{word_of(one)};
  for (const auto& one : quote.confirm) confirm += (confirm.empty() ? "" : " ") + one.code();
  return facts.say("warnings", warnings).say("confirm", confirm);
}

Result<counter::Quote> quote_of(World& world, const Sentence& sentence) {
  MUST(world.running());
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  counter::QuoteRequest request{.account = 0, .pay = sentence["money"], .units = sentence["energy"], .currency = sentence["currency"]};
  TRY(account, world.account(sentence["account"]));
  request.account = account;
  return world.books->read([&](const books::Reader& reader) { return counter::quote(reader, request, context); });
}

Result<Facts> quote(World& world, const Sentence& sentence) {
  TRY(quoted, quote_of(world, sentence));
  if (sentence.has("label")) world.quotes[sentence["label"]] = quoted.id;
  return facts_of_quote(world, quoted);
}

Result<Facts> sell_on(World& world, const Sentence& sentence, const std::string& quote) {
  const bool sum = sentence.has("unread");
  const bool later = sentence.has("later");
  return world.book_and_carry(sentence["who"], "sell", sentence["label"],
                              [quote, sum, later, confirmed = said_yes(sentence), paying = paying_in(sentence)](const books::Reader& reader, const World::Ask& ask) {
                                counter::SellRequest request;
                                request.claim = ask.claim;
                                request.quote = quote;
                                request.card = later ? counter::card_of_quote(reader, quote) : ask.card;
                                request.on_pending = sum ? counter::OnPending::sum : counter::OnPending::refuse;
                                request.confirmed = confirmed;
                                request.paying = paying;
                                return counter::sell(reader, request, ask.context);
                              },
                              !later);
}

Result<Facts> sell(World& world, const Sentence& sentence) {
  TRY(quoted, quote_of(world, sentence));
  TRY(sold, sell_on(world, sentence, quoted.id));
  return facts_of_quote(world, quoted).add(sold);
}

Result<Facts> sell_on_quote(World& world, const Sentence& sentence) {
  const auto quote = world.quotes.find(sentence["quote"]);
  if (quote == world.quotes.end()) return mistake("no quote was called `" + sentence["quote"] + "` in this log");
  return sell_on(world, sentence, quote->second);
}

/// What the buyer is told before the account is opened; nothing when the opening itself will be refused.
Result<Facts> opening_quote(World& world, const Sentence& sentence, const counter::OpenRequest& request, counter::Carrier carrier) {
  MUST(world.running());
  TRY(window, world.window_of(sentence["who"]));
  TRY(context, world.context(sentence["who"], window));
  const auto quoted =
      world.books->read([&](const books::Reader& reader) { return counter::quote_opening(carrier, reader, request, context); });
  return quoted.ok() ? facts_of_quote(world, *quoted) : Facts{};
}

Result<Facts> open_account(World& world, const Sentence& sentence) {
  TRY(meter, world.meter(sentence["meter"]));
  TRY(customer, world.customer(sentence["customer"]));
  counter::OpenRequest request;
  request.customer.number = customer;
  request.service_point.code = "SP-" + sentence["meter"];
  request.service_point.address = sentence["meter"];
  request.meter.number = meter->number;
  request.meter.model = meter->model;
  request.scheme = sentence["scheme"];
  request.plan = sentence["plan"];
  request.pay = sentence["money"];
  request.confirmed = said_yes(sentence);
  request.paying = paying_in(sentence);
  const bool by_link = sentence.has("link");
  TRY(shown, opening_quote(world, sentence, request, by_link ? counter::Carrier::link : counter::Carrier::card));
  const auto note = [&] { world.note_account(sentence["account"], meter->number); };
  try {
    auto opened = world.book_and_carry(
        sentence["who"], "open_account", sentence["label"],
        [request, by_link](const books::Reader& reader, const World::Ask& ask) {
          auto whole = request;
          whole.claim = ask.claim;
          whole.card = ask.card;
          if (by_link) return without_command(remote::open_account(reader, whole, ask.context));
          return counter::open_account(reader, whole, ask.context);
        },
        !by_link);
    if (!opened.ok()) return opened;
    note();
    return shown.add(*opened);
  } catch (const ProgramDied&) {
    note();  // booked is booked, also when the program died over the card
    throw;
  }
}

Result<Facts> take_back(World& world, const Sentence& sentence) {
  TRY(sale, world.sale(sentence["sale"]));
  const auto reason = sentence["reason"], amount = sentence["money"];
  const auto own = world.books->read([&](const books::Reader& reader) -> Result<bool> {
    const auto row = reader.find<books::Sale>(sale);
    return row && row->operator_name == sentence["who"];
  });
  return world.book_and_carry(
      sentence["who"], own.ok() && *own ? "take_back_own" : "take_back", sentence["label"],
      [sale, reason, amount](const books::Reader& reader, const World::Ask& ask) {
        counter::TakeBackRequest request{.claim = ask.claim, .sale = sale, .reason = reason, .card = ask.card, .approval = ask.approval};
        request.amount = amount;
        return counter::take_back(reader, request, ask.context);
      });
}

Result<Facts> supplement(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  counter::SupplementRequest request;
  request.account = account;
  request.amount = sentence["money"];
  request.reason_code = sentence["code"];
  request.reason = sentence["reason"];
  request.merge_with_pending = sentence.has("unread");
  const bool by_link = sentence.has("link");
  return world.book_and_carry(
      sentence["who"], "supplement", sentence["label"],
      [request, by_link](const books::Reader& reader, const World::Ask& ask) {
        auto whole = request;
        whole.claim = ask.claim;
        whole.card = ask.card;
        whole.approval = ask.approval;
        if (by_link) return without_command(remote::supplement(reader, whole, ask.context));
        return counter::supplement(reader, whole, ask.context);
      },
      !by_link);
}

Result<Facts> replace_card(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const auto reason = sentence["reason"];
  return world.book_and_carry(
      sentence["who"], "replace_card", sentence["label"], [account, reason, paying = paying_in(sentence)](const books::Reader& reader, const World::Ask& ask) {
        return counter::replace_card(
            reader, {.claim = ask.claim, .account = account, .reason = reason, .card = ask.card, .paying = paying},
            ask.context);
      });
}

Result<Facts> order_closing(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  const bool by_link = sentence.has("link");
  const auto said = sentence["purpose"] == "move" ? std::string{word_of(counter::ClosingPurpose::change_scheme)} : std::string{sentence["purpose"]};
  const auto purpose = parse_word<counter::ClosingPurpose>(said).value_or(counter::ClosingPurpose::closing);
  return world.book_and_carry(
      sentence["who"], std::string(counter::right_to_order(purpose).word()), sentence["label"],
      [account, debt = sentence.has("debt"), by_link, purpose](const books::Reader& reader, const World::Ask& ask) {
        counter::CloseRequest request{.claim = ask.claim, .account = account, .card = ask.card, .with_debt = debt};
        request.purpose = purpose;
        return by_link ? without_command(remote::order_closing(reader, request, ask.context)) : counter::order_closing(reader, request, ask.context);
      },
      !by_link);
}

Result<Facts> pay_out(World& world, const Sentence& sentence) {
  TRY(account, world.account(sentence["account"]));
  TRY(amount, parse_money(sentence["money"], 2));
  return world.book_and_carry(
      sentence["who"], "pay_out", sentence["label"],
      [account, amount](const books::Reader& reader, const World::Ask& ask) {
        return counter::pay_out(reader, {.claim = ask.claim, .account = account, .amount = amount, .approval = ask.approval},
                                ask.context);
      },
      false);
}

/// On paper; with nothing there was none.
Result<Facts> print(World& world, const Sentence& sentence) {
  TRY(sale, world.sale(sentence["sale"]));
  TRY(window, world.window_of(sentence["who"]));
  const auto ask = [&](const auto& decision) { return decide(world, sentence["who"], "reprint", window, decision); };
  const auto way = sentence.has("fault") ? books::PrintWay::printer : books::PrintWay::browser;
  TRY(print, ask([&](const books::Reader& reader, const people::Context& context) { return counter::print_receipt(reader, {sale, way}, context); }));
  if (sentence.has("fault")) {
    const bool torn = sentence["fault"] == "torn";
    const counter::Printed end{sale, print.number, torn ? books::PrintOutcome::unknown : books::PrintOutcome::nothing, torn ? books::PrinterFault::broken_off : books::PrinterFault::paper_out};
    TRY(ended, ask([&](const books::Reader& reader, const people::Context&) { return counter::printed(reader, end); }));
    print = ended;
  }
  auto facts = world.facts_of_sale(sale);
  return facts.say("print", print.number == 0 ? "first" : "reprint " + std::to_string(print.number)).say("outcome", print.outcome);
}

Result<Facts> ask_again(World& world, const Sentence& sentence) { return world.ask_again(sentence["sale"], sentence.has("other")); }

Result<Facts> block_card(World& world, const Sentence& sentence) {
  TRY(card, world.card(sentence["card"]));
  TRY(window, world.window_of(sentence["who"]));
  const counter::BlockRequest request{.card = card->serial, .block = sentence["verb"] == "blocks", .reason = sentence["reason"]};
  TRY(row, decide(world, sentence["who"], request.block ? "block" : "unblock", window,
                  [&](const books::Reader& reader, const people::Context& context) {
                    return counter::block_card(reader, request, context);
                  }));
  return Facts{}.say("state", row.state).say("reason", row.state_reason);
}

Result<Facts> sale(World& world, const Sentence& sentence) {
  TRY(number, world.sale(sentence["sale"]));
  return world.facts_of_sale(number);
}

Result<Facts> counter_page(World& world, const Sentence& sentence) {
  TRY(window, world.window(sentence["till"]));
  return world.page(*window);
}

}  // namespace

std::span<const Phrase> counter_phrases() {
  static constexpr Phrase phrases[] = {
      {"counter at <till>", counter_page},
      {"sale <sale>", sale},
      {"<who> quotes <money> <currency> for <account>", quote},
      {"<who> quotes <money> for <account> [ as <label> ]", quote},
      {"<who> quotes <energy> kWh for <account> [ as <label> ]", quote},
      {"<who> sells on the quote <quote> [ by <tenders> ] [ <unasked:unasked> ] [ as <label> ]", sell_on_quote},
      {"<who> sells <money> to <account> [ by <tenders> ] [ onto the <unread:unread> ] [ to be written <later:later> ] [ <unasked:unasked> ] [ as <label> ]", sell},
      {"<who> opens account <account> for <customer> at meter <meter> with plan <plan> [ by the scheme <scheme> ] paying <money> [ by <tenders> ] [ over the <link:link> ] [ <unasked:unasked> ] [ as <label> ]",
       open_account},
      {"<who> takes back <sale> [ because <reason> ] [ as <label> ]", take_back},
      {"<who> deducts <money> from <sale> [ because <reason> ] [ as <label> ]", take_back},
      {"<who> gives <account> a supplement of <money> for <code> [ because <reason> ] [ onto the <unread:unread> ] [ over the <link:link> ] "
       "[ as <label> ]",
       supplement},
      {"<who> replaces the card of <account> that is <reason> [ by <tenders> ] [ as <label> ]", replace_card},
      {"<who> orders the closing of <account> [ for a <purpose:swap|transfer|move> ] [ with its <debt:debt> ] [ over the <link:link> ] [ as <label> ]", order_closing},
      {"<who> pays out <money> to <account> [ as <label> ]", pay_out},
      {"<who> prints <sale> [ and the paper is <fault:out|torn> ]", print},
      {"<who> asks again for <sale> [ with <other:other> content ]", ask_again},
      {"<who> <verb:blocks|unblocks> card <card> because <reason>", block_card},
  };
  return phrases;
}

}  // namespace kwota::field
