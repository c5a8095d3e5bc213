// The counter: what lies on the reader, who is it, what would it cost, sell.
#include <algorithm>

#include "base/ascii.h"
#include "base/cause.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/counter/sell.h"
#include "sell/ledger/tender.h"
#include "serve/api/routes.h"
#include "serve/api/visibility.h"
#include "serve/desk/by_carrier.h"
#include "serve/desk/shown.h"
#include "serve/desk/till_reader.h"
#include "serve/router/answer.h"
#include "serve/router/patience.h"
#include "store/lists/query.h"
#include "work/teller/key_gate.h"

namespace kwota::serve {
namespace {

using boost::json::array;

void get_account(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  const auto number = Asked(boost::json::object{{"no", call->path.at("no")}}).number("no");
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(supply, counter::supply_of(books, number, context.now));
    return shown.account(books, supply, context);
  }));
}

/// Who was registered twice shows either number: he is found by the one that goes on.
std::string sought(ServerParts& server, std::string text) {
  const auto number = parse_customer_number(text);
  if (!number) return text;
  const auto now = server.books.read([&](const books::Reader& books) -> Result<CustomerNumber> { return books::goes_on_as(books, *number); });
  return now && *now != *number ? to_text(*now) : text;
}

constexpr std::size_t hits_asked = 9;  // people are shown eight, and that there are more

/// What a number names as a whole stands before all that only begins with it: of a meter, of a customer, of an account.
std::vector<store::Filter> whole_numbers(const std::string& text) {
  std::vector<store::Filter> out;
  if (is_digits(text)) out.push_back({"number", store::Match::is, text});
  if (const auto meter = parse_meter_number(text)) out.push_back({"meter", store::Match::is, to_text(*meter)});
  if (const auto customer = parse_customer_number(text)) out.push_back({"customer", store::Match::is, to_text(*customer)});
  return out;
}

/// Rows of accounts that are not among these yet.
Result<void> add_hits(store::Moment& connection, const store::ListRequest& wanted, array& rows) {
  TRY(page, store::list(connection, wanted));
  for (const auto& row : page.rows) {
    object shown;
    for (std::size_t i = 0; i < row.size(); ++i) shown[page.view->columns[i].name] = store::text_of(row[i], page.view->columns[i].kind, 2);
    const bool is_there = std::ranges::any_of(rows, [&](const boost::json::value& other) { return other.at("number") == shown.at("number"); });
    if (!is_there && rows.size() < hits_asked) rows.push_back(std::move(shown));
  }
  return Done{};
}

void search(ServerParts& server, const CallPtr& call) {
  store::ListRequest wanted;
  wanted.view = "accounts";
  wanted.search = std::string(call->request.parameter("q"));
  wanted.page_size = hits_asked;
  wanted.totals = store::Totals::none;
  wanted.look_max = 0;
  limit(wanted, visibility_of(*call->who));
  server.lookups->run([&server, call, wanted = std::move(wanted)]() mutable {
    wanted.search = sought(server, std::move(wanted.search));
    call->answer(server.books.query_until(patience(call, page_patience), [&](store::Moment& connection) -> Result<object> {
      array rows;
      for (auto& filter : whole_numbers(wanted.search)) {
        auto whole = wanted;
        whole.search.clear();
        whole.filters = {std::move(filter)};
        static_cast<void>(add_hits(connection, whole, rows));  // a number too long for an account is none
      }
      MUST(add_hits(connection, wanted, rows));
      return object{{"rows", std::move(rows)}};
    }));
  });
}

void quote(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const counter::QuoteRequest request{.account = asked.number("account"), .pay = asked.text("pay"), .units = asked.text("units"), .currency = asked.text("currency")};
  const auto context = context_of(server, *call);
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(answer, counter::quote(books, request, context));
    MUST(teller::account_keys_are_good(books, request.account, context.today()));
    return Shown{books::minor_digits_of(books)}.quote(answer);
  }));
}

/// A stale quote is answered with the new one, so that the cashier sees what changed.
object quote_now(ServerParts& server, const Call& call, const std::string& quote_id) {
  const auto context = context_of(server, call);
  const Shown shown{minor_digits(server)};
  const auto fresh = server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(name, counter::parse_quote_id(quote_id));
    TRY(supply, counter::supply_of(books, name.account, context.now));
    TRY(answer, counter::quote_for(books, supply, name.tendered, context));
    return shown.quote(answer);
  });
  return fresh ? object{{"quote", *fresh}} : object{};
}

/// By what people may pay, in the order in which they should be offered it.
void tenders(ServerParts&, const CallPtr& call) {
  array rows;
  for (const auto& row : ledger::tenders())
    rows.push_back(object{{"name", word_of(row.tender)},
                          {"change", row.change},
                          {"counted", row.counted},
                          {"bankable", row.bankable},
                          {"reference_min", row.reference_min},
                          {"reference_max", row.reference_max},
                          {"letters", word_of(row.letters)}});
  call->answer(object{{"rows", std::move(rows)}});
}

/// How what is sold goes to its meter: by the card that lies there, by the customer's own when it comes, over the line.
enum class SoldBy : std::uint8_t { card, later, link };
constexpr auto words_of(SoldBy) { return std::array<std::string_view, 3>{"card", "later", "link"}; }

/// As the body says, else as credit of the quote's account travels. Error `field_malformed`.
Result<SoldBy> sold_by(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  if (!asked.text("carrier").empty()) return asked.word<SoldBy>("carrier");
  const auto quote = counter::parse_quote_id(asked.text("quote"));
  TRY(carrier, carrier_asked(server, call, quote.ok() ? quote->account : 0));
  return scheme::facts_of(carrier).over_line ? SoldBy::link : SoldBy::card;
}

void sell(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  counter::SellRequest request;
  request.quote = asked.text("quote");
  request.paying = paying_of(asked);
  request.confirmed = asked.texts("confirmed");
  request.on_pending = parse_word<counter::OnPending>(asked.text("on_pending")).value_or(counter::OnPending::refuse);
  const auto way = sold_by(server, *call);
  if (!way) return call->refuse(way.error());
  call->beside_refusal = [&server, caller = call.get(), id = request.quote](const Error& why) {
    return cause_of(why) == Cause::quote_stale ? quote_now(server, *caller, id) : object{};
  };
  const bool later = *way == SoldBy::later;
  if (*way == SoldBy::link) return book_by_link(server, call, "sell", over_the_line(request, remote::sell));
  const Book book = [request, later](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>& card,
                                     const people::Context& context) -> counter::Booked {
    auto with_card = request;
    with_card.claim = claim;
    with_card.card = later ? counter::card_of_quote(books, request.quote) : card;
    auto sold = counter::sell(books, with_card, context);
    if (!later || !sold.ok() || sold->answer.repeated) return sold;
    MUST(teller::account_keys_are_good(books, sold->answer.sale.account, context.today()));
    return sold;
  };
  if (later) return book_only(server, call, "sell", book);
  book_and_carry(server, call, "sell", book);
}

void sale_by_key(ServerParts& server, const CallPtr& call) {
  const auto key = key_of_till(*call, call->path.at("key"));
  if (!key) return call->refuse(key.error());
  const auto number = server.books.read([&](const books::Reader& books) -> Result<std::string> {
    const auto sale = books::sale_by_client_key(books, *key);
    if (!sale) return error(Fault::request, Cause::not_found, "No sale was booked under this key: nothing was taken.", {{"what", call->path.at("key")}});
    return sale->number;
  });
  if (!number) return call->refuse(number.error());
  call->answer(outcome_of(server, *number));
}

/// Asks the card that lies there; looking at it settles.
void settle(ServerParts& server, const CallPtr& call) {
  const auto number = call->path.at("number");
  submit_card_work(
      server, call,
      [&server, call, number](teller::CardOnReader& card, const teller::Inspection&) {
        const auto looked = server.desk.teller().look(card, context_of(server, *call));
        std::optional<Error> cause;
        if (!looked)
          cause = looked.error();
        else
          cause = looked->trouble;
        call->answer(outcome_of(server, number, cause));
      },
      [&server, call, number](const Error& why) { call->answer(outcome_of(server, number, why)); });
}

}  // namespace

void add_counter_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/accounts/{no}", "customers_read", get_account);
  on("GET", "/search", "customers_read", search);
  on("GET", "/tenders", need::session, tenders);
  on("POST", "/quotes", "sell", quote);
  on("POST", "/sales", "sell", sell);
  on("GET", "/sales/by-key/{key}", "sell", sale_by_key);
  on("POST", "/sales/{number}/settle", "settle", settle);
}

}  // namespace kwota::serve
