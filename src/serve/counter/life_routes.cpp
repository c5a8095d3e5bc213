// What an account goes through beside sales: another meter, another customer – and a prepared one that is taken out again.
#include "base/ids_text.h"
#include "sell/life/meter_swap.h"
#include "sell/life/customer/remove_draft.h"
#include "sell/life/transfer.h"
#include "serve/api/routes.h"
#include "serve/desk/by_carrier.h"
#include "serve/desk/opening.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

/// By the line; onto the card that lies there; or without it, which then gets it where it is put down next.
template <class Request>
void begin_there(counter::Carrier carrier, ServerParts& server, const CallPtr& call, books::Right right, Request request, remote::Booked (*decide)(const books::Reader&, const Request&, const people::Context&)) {
  const Asked asked(call->body);
  if (scheme::facts_of(carrier).over_line) return book_by_link(server, call, right, over_the_line(request, decide));
  const Book book = [request, decide](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>& card, const people::Context& context) {
    auto whole = request;
    whole.claim = claim;
    whole.card = card;
    return without_command(decide(books, whole, context));
  };
  if (asked.text("card_session").empty()) return book_only(server, call, right, book);
  book_and_carry(server, call, right, book);
}

Result<life::SwapRequest> swap_of(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  TRY(named, opening_of(call));  // the meter, by its number or new with its model
  TRY(carrier, carrier_asked(server, call, path_number(call, "no")));
  TRY(old_meter, parse_meter_number(asked.text("old_meter")));
  life::SwapRequest request;
  request.account = path_number(call, "no");
  request.old_meter = old_meter;
  request.meter = named.meter;
  request.reason = asked.text("reason");
  request.last_register = asked.text("last_register");
  request.first_register = asked.text("first_register");
  request.remaining = asked.text("remaining");
  request.leave_in_doubt = asked.flag("leave_in_doubt");
  request.approval = asked.number("approval");
  request.carrier = carrier;
  return request;
}

Result<life::TransferRequest> transfer_of(const ServerParts& server, const Call& call) {
  const Asked asked(call.body);
  TRY(named, opening_of(call));  // the customer, by his number or new
  TRY(carrier, carrier_asked(server, call, path_number(call, "no")));
  life::TransferRequest request;
  request.account = path_number(call, "no");
  request.customer = named.customer;
  request.hand_over = asked.flag("hand_over");
  if (const auto word = asked.text("debts"); !word.empty()) {
    const auto known = parse_word<life::DebtsGo>(word);
    if (!known) return error(Fault::request, "bad_value", "Say \"stay\" or \"along\".", {{"value", word}});
    request.debts = *known;
  }
  request.reason = asked.text("reason");
  request.last_register = asked.text("last_register");
  request.approval = asked.number("approval");
  request.carrier = carrier;
  return request;
}

template <class Request>
void act(ServerParts& server, const CallPtr& call, books::Right right, Result<Request> (*take)(const ServerParts&, const Call&),
         remote::Booked (*decide)(const books::Reader&, const Request&, const people::Context&)) {
  auto request = take(server, *call);
  if (!request) return call->refuse(request.error());
  const auto carrier = *request->carrier;
  begin_there(carrier, server, call, right, *std::move(request), decide);
}

void remove_draft(ServerParts& server, const CallPtr& call) {
  const auto account = path_number(*call, "no");
  const auto reason = Asked(call->body).text("reason");
  const auto context = context_of(server, *call);
  decide(
      server, call, "customers_write", [account, reason, context](const books::Reader& books) { return life::remove_draft(books, account, reason, context); },
      [](const books::Account& row) { return boost::json::object{{"number", row.number}, {"state", word_of(row.state)}}; });
}

void remove_customer(ServerParts& server, const CallPtr& call) {
  const auto number = parse_customer_number(call->path.at("number"));
  if (!number) return call->refuse(number.error());
  const auto reason = Asked(call->body).text("reason");
  const auto context = context_of(server, *call);
  decide(
      server, call, "customers_write", [number = *number, reason, context](const books::Reader& books) { return life::remove_customer(books, number, reason, context); },
      [](const books::Customer& row) { return boost::json::object{{"number", to_text(row.number)}, {"state", word_of(row.state)}}; });
}

}  // namespace

void add_life_routes(Router& router, ServerParts& server) {
  router.add({"POST", "/accounts/{no}/swap", "swap_meter", [&server](const CallPtr& call) { act(server, call, "swap_meter", swap_of, life::swap_meter); }});
  router.add({"POST", "/accounts/{no}/remove", "customers_write", [&server](const CallPtr& call) { remove_draft(server, call); }});
  router.add({"POST", "/customers/{number}/remove", "customers_write", [&server](const CallPtr& call) { remove_customer(server, call); }});
  router.add({"POST", "/accounts/{no}/transfer", "transfer_account", [&server](const CallPtr& call) { act(server, call, "transfer_account", transfer_of, life::transfer); }});
}

}  // namespace kwota::serve
