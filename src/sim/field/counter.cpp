// At a window: quotes, sales, and everything that is done when a customer stands there.
#include <fmt/format.h>

#include "base/ids_text.h"
#include "sell/counter/account_life.h"
#include "sell/counter/card_life.h"
#include "sell/counter/sell.h"
#include "sell/counter/supplement.h"
#include "sell/counter/take_back.h"
#include "sell/remote/sale.h"
#include "sim/field/decide.h"
#include "sim/field/tenders.h"
#include "sim/field/vocabulary.h"

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
  for (const auto& one : quote.warnings) warnings += (warnings.empty() ? "" : " ") + one;
  for (const auto& one : quote.confirm) confirm += (confirm.empty() ? "" : " ") + one.code;
  return facts.say("warnings", warnings).say("confirm", confirm);
}

Result<counter::Quote> quote_of(World& world, const Said& said) {
  MUST(world.running());
  TRY(window, world.window_of(said["who"]));
  TRY(context, world.context(said["who"], window));
  counter::QuoteRequest request{.account = 0, .pay = said["money"], .units = said["energy"], .currency = said["currency"]};
  TRY(account, world.account(said["account"]));
  request.account = account;
  return world.books->read([&](const books::Reader& reader) { return counter::quote(reader, request, context); });
}

Result<Facts> quote(World& world, const Said& said) {
  TRY(quoted, quote_of(world, said));
  if (said.has("label")) world.quotes[said["label"]] = quoted.id;
  return facts_of_quote(world, quoted);
}

Result<Facts> sell_on(World& world, const Said& said, const std::string& quote) {
  const bool sum = said.has("unread");
  const bool later = said.has("later");
  return world.book_and_carry(said["who"], "sell", said["label"],
                              [quote, sum, later, confirmed = said_yes(said), paying = paying_said(said)](const books::Reader& reader, const World::Ask& ask) {
                                counter::SellRequest request;
                                request.claim = ask.claim;
                                request.quote = quote;
                                request.card = later ? counter::card_of_quote(reader, quote) : ask.card;
                                request.on_unread = sum ? counter::OnUnread::sum : counter::OnUnread::refuse;
                                request.confirmed = confirmed;
                                request.paying = paying;
                                return counter::sell(reader, request, ask.context);
                              },
                              !later);
}

Result<Facts> sell(World& world, const Said& said) {
  TRY(quoted, quote_of(world, said));
  TRY(sold, sell_on(world, said, quoted.id));
  return facts_of_quote(world, quoted).add(sold);
}

Result<Facts> sell_on_quote(World& world, const Said& said) {
  const auto quote = world.quotes.find(said["quote"]);
  if (quote == world.quotes.end()) return mistake("no quote was called `" + said["quote"] + "` in this log");
  return sell_on(world, said, quote->second);
}

/// What the buyer is told before the account is opened; nothing when the opening itself will be refused.
Result<Facts> opening_quote(World& world, const Said& said, const counter::OpenRequest& request) {
  MUST(world.running());
  TRY(window, world.window_of(said["who"]));
  TRY(context, world.context(said["who"], window));
  const auto quoted =
      world.books->read([&](const books::Reader& reader) { return counter::quote_opening(reader, request, context); });
  return quoted.ok() ? facts_of_quote(world, *quoted) : Facts{};
}

Result<Facts> open_account(World& world, const Said& said) {
  TRY(meter, world.meter(said["meter"]));
  TRY(customer, world.customer(said["customer"]));
  counter::OpenRequest request;
  request.customer.number = customer;
  request.service_point.code = "SP-" + said["meter"];
  request.service_point.address = said["meter"];
  request.meter.number = meter->number;
  request.meter.model = meter->model;
  request.scheme = said["scheme"];
  request.plan = said["plan"];
  request.pay = said["money"];
  request.confirmed = said_yes(said);
  request.paying = paying_said(said);
  TRY(told, opening_quote(world, said, request));
  const auto note = [&] { world.note_account(said["account"], meter->number); };
  try {
    const bool by_link = said.has("link");
    auto opened = world.book_and_carry(
        said["who"], "open_account", said["label"],
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
    return told.add(*opened);
  } catch (const ProgramDied&) {
    note();  // booked is booked, also when the program died over the card
    throw;
  }
}

Result<Facts> take_back(World& world, const Said& said) {
  TRY(sale, world.sale(said["sale"]));
  const auto reason = said["reason"], amount = said["money"];
  const auto own = world.books->read([&](const books::Reader& reader) -> Result<bool> {
    const auto row = reader.find<books::Sale>(sale);
    return row && row->operator_name == said["who"];
  });
  return world.book_and_carry(
      said["who"], own.ok() && *own ? "take_back_own" : "take_back", said["label"],
      [sale, reason, amount](const books::Reader& reader, const World::Ask& ask) {
        counter::TakeBackRequest request{.claim = ask.claim, .sale = sale, .reason = reason, .card = ask.card, .approval = ask.approval};
        request.amount = amount;
        return counter::take_back(reader, request, ask.context);
      });
}

Result<Facts> supplement(World& world, const Said& said) {
  TRY(account, world.account(said["account"]));
  counter::SupplementRequest request;
  request.account = account;
  request.amount = said["money"];
  request.reason_code = said["code"];
  request.reason = said["reason"];
  request.sum_onto_unread = said.has("unread");
  const bool by_link = said.has("link");
  return world.book_and_carry(
      said["who"], "supplement", said["label"],
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

Result<Facts> replace_card(World& world, const Said& said) {
  TRY(account, world.account(said["account"]));
  const auto reason = said["reason"];
  return world.book_and_carry(
      said["who"], "replace_card", said["label"], [account, reason, paying = paying_said(said)](const books::Reader& reader, const World::Ask& ask) {
        return counter::replace_card(
            reader, {.claim = ask.claim, .account = account, .reason = reason, .card = ask.card, .paying = paying},
            ask.context);
      });
}

Result<Facts> order_closing(World& world, const Said& said) {
  TRY(account, world.account(said["account"]));
  const bool by_link = said.has("link");
  return world.book_and_carry(
      said["who"], "close_account", said["label"],
      [account, debt = said.has("debt"), by_link](const books::Reader& reader, const World::Ask& ask) {
        const counter::CloseRequest request{.claim = ask.claim, .account = account, .card = ask.card, .approval = ask.approval, .with_debt = debt};
        return by_link ? without_command(remote::order_closing(reader, request, ask.context)) : counter::order_closing(reader, request, ask.context);
      },
      !by_link);
}

Result<Facts> close_account(World& world, const Said& said) {
  TRY(account, world.account(said["account"]));
  TRY(closed, world.book_and_carry(
                  said["who"], "close_account", said["label"],
                  [account](const books::Reader& reader, const World::Ask& ask) {
                    return counter::close_account(
                        reader, {.claim = ask.claim, .account = account, .card = {}, .approval = ask.approval}, ask.context);
                  },
                  false));
  const auto paid = closed.find("tendered");
  return closed.say("refund", paid && paid->starts_with('-') ? paid->substr(1) : "0.00");
}

Result<Facts> pay_out(World& world, const Said& said) {
  TRY(account, world.account(said["account"]));
  TRY(amount, parse_money(said["money"], 2));
  return world.book_and_carry(
      said["who"], "pay_out", said["label"],
      [account, amount](const books::Reader& reader, const World::Ask& ask) {
        return counter::pay_out(reader, {.claim = ask.claim, .account = account, .amount = amount, .approval = ask.approval},
                                ask.context);
      },
      false);
}

Result<Facts> reprint(World& world, const Said& said) {
  TRY(sale, world.sale(said["sale"]));
  TRY(window, world.window_of(said["who"]));
  MUST(decide(world, said["who"], "reprint", window, [&](const books::Reader& reader, const people::Context& context) {
    return counter::reprint(reader, sale, context);
  }));
  return world.facts_of_sale(sale);
}

Result<Facts> ask_again(World& world, const Said& said) { return world.ask_again(said["sale"], said.has("other")); }

Result<Facts> block_card(World& world, const Said& said) {
  TRY(card, world.card(said["card"]));
  TRY(window, world.window_of(said["who"]));
  const counter::BlockRequest request{.card = card->serial, .block = said["verb"] == "blocks", .reason = said["reason"]};
  TRY(row, decide(world, said["who"], request.block ? "block" : "unblock", window,
                  [&](const books::Reader& reader, const people::Context& context) {
                    return counter::block_card(reader, request, context);
                  }));
  return Facts{}.say("state", row.state).say("reason", row.state_reason);
}

Result<Facts> sale(World& world, const Said& said) {
  TRY(number, world.sale(said["sale"]));
  return world.facts_of_sale(number);
}

Result<Facts> counter_page(World& world, const Said& said) {
  TRY(window, world.window(said["till"]));
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
      {"<who> orders the closing of <account> [ with its <debt:debt> ] [ over the <link:link> ] [ as <label> ]", order_closing},
      {"<who> closes account <account> [ as <label> ]", close_account},
      {"<who> pays out <money> to <account> [ as <label> ]", pay_out},
      {"<who> reprints <sale>", reprint},
      {"<who> asks again for <sale> [ with <other:other> content ]", ask_again},
      {"<who> <verb:blocks|unblocks> card <card> because <reason>", block_card},
  };
  return phrases;
}

}  // namespace kwota::field
