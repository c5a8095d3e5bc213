// An open account goes on by another scheme: which are within reach, and the change itself.
#include "base/ids_text.h"
#include "sell/life/change_scheme.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/balance_view.h"
#include "serve/desk/desk_work.h"
#include "serve/desk/opening.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"
#include "serve/words/words.h"

namespace kwota::serve {
namespace {

object reach_json(const life::Reach& reach, const std::string& language) {
  boost::json::array carriers;
  for (const auto carrier : reach.to->carriers) carriers.emplace_back(word_of(carrier));
  object out{{"scheme", reach.to->name}, {"holder", word_of(reach.to->holder)}, {"carriers", std::move(carriers)},
             {"money", word_of(reach.money)}, {"other_meter", reach.other_meter}, {"within_reach", !reach.refused}};
  if (reach.refused) out["refused"] = object{{"code", reach.refused->code}, {"detail", say(language, *reach.refused)}};
  return out;
}

void schemes_of(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(supply, counter::supply_of(books, path_number(*call, "no"), context.now, context.plans));
    TRY(reached, life::scheme_reach(books, supply, context));
    boost::json::array rows;
    for (const auto& one : reached) rows.push_back(reach_json(one, call->language));
    return object{{"scheme", supply.account.scheme}, {"rows", std::move(rows)}};
  }));
}

Result<life::SchemeRequest> request_of(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  life::SchemeRequest request;
  request.account = path_number(call, "no");
  request.scheme = asked.text("scheme");
  TRY(named, opening_of(call));  // the meter, by its number or new with its model
  if (!named.meter.number.is_zero()) request.meter = named.meter;
  request.reason = asked.text("reason");
  request.last_register = asked.text("last_register");
  request.first_register = asked.text("first_register");
  request.remaining = asked.text("remaining");
  TRY(terms, terms_asked(call.body, minor_digits(server)));
  request.terms = terms;
  request.keep_cards = asked.flag("keep_cards");
  request.approval = asked.number("approval");
  return request;
}

/// Credit for a meter goes the way by which the scheme opens accounts: over the line, onto the card that lies there, or onto the customer's where that is put down next.
void change(ServerParts& server, const CallPtr& call) {
  const auto asked = request_of(server, *call);
  if (!asked) return call->refuse(asked.error());
  const auto* to = server.schemes.find(asked->scheme);
  const auto by = to != nullptr ? to->opens_by() : std::nullopt;
  if (by && scheme::facts_of(*by).over_line) return book_by_link(server, call, "change_scheme", over_the_line(*asked, life::change_scheme));
  const Book book = [request = *asked](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>& card, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    whole.card = card;
    return without_command(life::change_scheme(books, whole, context));
  };
  const bool onto_card = by && !Asked(call->body).text("card_session").empty();
  onto_card ? book_and_carry(server, call, "change_scheme", book) : book_only(server, call, "change_scheme", book);
}

}  // namespace

void add_scheme_routes(Router& router, ServerParts& server) {
  router.add({"GET", "/accounts/{no}/schemes", "customers_read", [&server](const CallPtr& call) { schemes_of(server, call); }});
  router.add({"POST", "/accounts/{no}/scheme", "change_scheme", [&server](const CallPtr& call) { change(server, call); }});
}

}  // namespace kwota::serve
