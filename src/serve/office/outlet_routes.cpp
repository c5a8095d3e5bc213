// Outlets as the office keeps them: opened and limited, paid into and settled, blocked; the keys of their terminals; what an undone sale is given back.
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/desk_work.h"
#include "serve/lists/list_view.h"
#include "serve/office/outlet_view.h"
#include "serve/router/answer.h"

namespace kwota::serve {
namespace {

using boost::json::array;

/// One outlet with what belongs to it.
Result<object> whole_outlet(const books::Reader& books, const Shown& shown, const std::string& code, const people::Context& context) {
  TRY(outlet, outlets::outlet_named(books, code));
  auto out = outlet_view(books, shown, outlet, context);
  array clients, rules;
  for (const auto& row : books.select<books::OutletClient>(code)) clients.push_back(client_view(books, row, context.now));
  for (const auto& row : books.select<books::OutletCommission>(code)) rules.push_back(commission_view(books, row));
  out["clients"] = std::move(clients);
  out["commissions"] = std::move(rules);
  out["version"] = version_of(outlet);
  return out;
}

void get_outlet(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) { return whole_outlet(books, shown, call->path.at("code"), context); }));
}

void get_outlet_statement(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(made, statement_asked(books, call->path.at("code"), call->request.parameter("from"), call->request.parameter("to"), context));
    return statement_view(shown, made);
  }));
}

/// As it is now, for whoever has changed it; and whoever looks at outlets hears of it.
object changed_outlet(ServerParts& server, const std::string& code, const people::Context& context) {
  const auto outlet = server.books.read([&](const books::Reader& books) -> Result<std::optional<books::Outlet>> { return books.find<books::Outlet>(code); });
  server.events.publish("outlets", object{{"outlet", code}}, {.station = outlet.ok() && *outlet ? (*outlet)->station : std::string{}, .permission = "outlets_read"});
  const Shown shown{minor_digits(server)};
  const auto view = server.books.read([&](const books::Reader& books) { return whole_outlet(books, shown, code, context); });
  return view.ok() ? *view : object{};
}

/// Decides, and answers with the outlet as it is then.
template <class Decide>
void change_outlet(ServerParts& server, const CallPtr& call, books::Right right, std::string code, Decide decision) {
  const auto context = context_of(server, *call);
  decide(
      server, call, right, [decision, context](const books::Reader& books) { return decision(books, context); },
      [&server, code, context](const auto&) { return changed_outlet(server, code, context); });
}

outlets::KeepRequest kept_outlet(const Asked& asked, std::string code) {
  return {.code = std::move(code), .station = asked.text("station"), .name = asked.text("name"), .contact = asked.text("contact"), .credit_limit = asked.text("credit_limit"),
          .sale_limit = asked.text("sale_limit"), .day_limit = asked.text("day_limit"), .approval = asked.number("approval")};
}

void open_outlet(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto request = kept_outlet(asked, asked.text("code"));
  change_outlet(server, call, "outlets_write", request.code, [request](const auto& books, const auto& context) { return outlets::open(books, request, context); });
}

void change_limits(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto seen = body.required("version");
  if (!seen) return call->refuse(seen.error());
  const auto request = kept_outlet(body, call->path.at("code"));
  show_beside_conflict(*call, [&server, request, context = context_of(server, *call)] {
    const Shown shown{minor_digits(server)};
    return server.books.read([&](const books::Reader& books) { return whole_outlet(books, shown, request.code, context); });
  });
  change_outlet(server, call, "outlets_write", request.code, [request, seen = *seen](const books::Reader& books, const people::Context& context) -> Result<books::Decision<books::Outlet>> {
    MUST(seen_as_it_is(books.find<books::Outlet>(request.code), seen));
    return outlets::change(books, request, context);
  });
}

void set_outlet_state(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const outlets::StateRequest request{.code = call->path.at("code"), .state = parse_word<books::OutletStatus>(asked.text("state")).value_or(books::OutletStatus::blocked),
                                      .approval = asked.number("approval")};
  change_outlet(server, call, "outlets_write", request.code, [request](const auto& books, const auto& context) { return outlets::set_state(books, request, context); });
}

void move_money(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const outlets::MoveRequest request{.outlet = call->path.at("code"), .kind = asked.text("kind"), .money = asked.text("money"), .amount = asked.text("amount"),
                                     .reference = asked.text("reference"), .remark = asked.text("remark"), .approval = asked.number("approval")};
  change_outlet(server, call, "outlets_write", request.outlet, [request](const auto& books, const auto& context) { return outlets::move(books, request, context); });
}

void agree_commission(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const outlets::CommissionRequest request{.outlet = call->path.at("code"), .per_mille = asked.number("per_mille"), .from = asked.text("from"), .reason = asked.text("reason"),
                                           .approval = asked.number("approval")};
  change_outlet(server, call, "outlets_write", request.outlet, [request](const auto& books, const auto& context) { return outlets::agree(books, request, context); });
}

using ClientUse = Result<books::Decision<books::OutletClient>> (*)(const books::Reader&, const outlets::ClientRequest&, const people::Context&);

/// The key is in this answer and nowhere else.
void give_key(ServerParts& server, const CallPtr& call, std::string client, ClientUse use) {
  const Asked asked(call->body);
  outlets::ClientRequest request{.outlet = call->path.at("code"), .client = std::move(client), .name = asked.text("name"), .salt = server.outlets->salt()};
  if (asked.has("overlap_hours")) request.overlap_hours = asked.number("overlap_hours");
  const auto context = context_of(server, *call);
  server.books.submit(
      actor_of(*call, "outlet_clients"), [request, use, context](const books::Reader& books) { return use(books, request, context); },
      [&server, call](Result<books::OutletClient> made) {
        server.workers.run([&server, call, made = std::move(made)] {
          if (!made) return call->refuse(made.error());
          const auto key = server.outlets->key_of(*made, IfAbsent::make);
          if (!key) return call->refuse(key.error());
          call->answer(object{{"key", outlets::key_name(*made)}, {"secret", *key}});
        });
      });
}

void make_client(ServerParts& server, const CallPtr& call) { give_key(server, call, Asked(call->body).text("client"), outlets::make); }
void rotate_client(ServerParts& server, const CallPtr& call) { give_key(server, call, call->path.at("client"), outlets::rotate); }

void revoke_client(ServerParts& server, const CallPtr& call) {
  const outlets::RevokeRequest request{.outlet = call->path.at("code"), .client = call->path.at("client"), .reason = Asked(call->body).text("reason")};
  change_outlet(server, call, "outlet_clients", request.outlet, [request](const auto& books, const auto& context) { return outlets::revoke(books, request, context); });
}

void give_back_to_outlet(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const outlets::GiveBackRequest request{.claim = {}, .sale = call->path.at("number"), .reason = asked.text("reason"), .approval = asked.number("approval")};
  book_only(server, call, "take_back", [request](const books::Reader& books, const counter::Claim& claim, const std::optional<CardSerial>&, const people::Context& context) {
    auto whole_request = request;
    whole_request.claim = claim;
    return outlets::give_back(books, whole_request, context);
  });
}

}  // namespace

void add_outlet_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/outlets/{code}", "outlets_read", get_outlet);
  on("GET", "/outlets/{code}/statement", "outlets_read", get_outlet_statement);
  on("POST", "/outlets", "outlets_write", open_outlet);
  on("PUT", "/outlets/{code}", "outlets_write", change_limits);
  on("POST", "/outlets/{code}/state", "outlets_write", set_outlet_state);
  on("POST", "/outlets/{code}/moves", "outlets_write", move_money);
  on("POST", "/outlets/{code}/commissions", "outlets_write", agree_commission);
  on("POST", "/outlets/{code}/clients", "outlet_clients", make_client, AnswerKept::never);
  on("POST", "/outlets/{code}/clients/{client}/rotate", "outlet_clients", rotate_client, AnswerKept::never);
  on("POST", "/outlets/{code}/clients/{client}/revoke", "outlet_clients", revoke_client);
  on("POST", "/sales/{number}/give-back", "take_back", give_back_to_outlet);
}

}  // namespace kwota::serve
