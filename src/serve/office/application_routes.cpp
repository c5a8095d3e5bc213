// Applications for a supply with a meter: entered at the counter, granted or refused by another person, opened at the counter afterwards.
#include "base/ids_text.h"
#include "sell/life/customer/application.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/lists/list_view.h"

namespace kwota::serve {
namespace {

constexpr auto supply_list = "account-applications";

/// What a decision about an application answers: its row of the list.
template <class Decide>
void answer_supply(ServerParts& server, const CallPtr& call, books::Right right, Decide decide_it) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, right, context, decide_it] {
    const auto done = server.books.run(actor_of(*call, right), [&](const books::Reader& books) { return decide_it(books, context); });
    if (!done) return call->refuse(done.error());
    call->answer(row_of(server, *call->who, supply_list, {{"number", store::Match::is, std::to_string(done->number)}}));
  });
}

void enter_supply(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto customer = parse_customer_number(asked.text("customer"));
  if (!customer) return call->refuse(customer.error());
  const life::ApplyRequest request{.customer = *customer, .service_point = asked.text("service_point"), .plan = asked.text("plan"), .usage_class = asked.text("usage_class"),
                                       .household_persons = asked.number("heads"), .remark = asked.text("remark")};
  answer_supply(server, call, "open_account", [request](const books::Reader& books, const people::Context& context) { return life::apply(books, request, context); });
}

void grant_supply(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  const auto meter = parse_meter_number(asked.text("meter"));
  if (!meter) return call->refuse(meter.error());
  const life::GrantRequest request{.number = path_number(*call, "number"), .meter = *meter, .plan = asked.text("plan")};
  answer_supply(server, call, "customers_write", [request](const books::Reader& books, const people::Context& context) { return life::grant(books, request, context); });
}

void refuse_supply(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  const auto reason = Asked(call->body).text("reason");
  answer_supply(server, call, "customers_write",
                     [number, reason](const books::Reader& books, const people::Context& context) { return life::refuse(books, number, reason, context); });
}

}  // namespace

void add_application_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/account-applications", "open_account", enter_supply);
  on("POST", "/account-applications/{number}/grant", "customers_write", grant_supply);
  on("POST", "/account-applications/{number}/refuse", "customers_write", refuse_supply);
}

}  // namespace kwota::serve
