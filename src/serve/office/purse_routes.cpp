// Applications for purse cards: entered at the counter, granted or refused by the station.
#include "base/ids_text.h"
#include "sell/purse/application.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/opening.h"
#include "serve/lists/list_view.h"

namespace kwota::serve {
namespace {

constexpr auto applications = "purse-applications";

/// What a decision about an application answers: its row of the list.
template <class Decide>
void answer_application(ServerParts& server, const CallPtr& call, books::Right right, Decide decide_it) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, right, context, decide_it] {
    const auto done = server.books.run(actor_of(*call, right), [&](const books::Reader& books) { return decide_it(books, context); });
    if (!done) return call->refuse(done.error());
    call->answer(row_of(server, *call->who, applications, {{"number", store::Match::is, std::to_string(done->number)}}));
  });
}

/// Who applies: by his number, or as he is written down with it – one of the two, for what is not looked at must not seem to be taken.
Result<books::Customer> applicant_of(const Asked& asked) {
  const auto number = asked.text("customer");
  if (number.empty()) return customer_to_open_for(asked.object("new_customer"));
  if (asked.has("new_customer"))
    return error(Fault::request, "field_malformed", "A request names its customer once: by his number, or as somebody new. Nothing was changed.", {{"field", "new_customer"}, {"wanted", "absent beside customer"}});
  books::Customer known;
  TRY(named, parse_customer_number(number));
  known.number = named;
  return known;
}

void enter_application(ServerParts& server, const CallPtr& call) {
  const Asked asked(call->body);
  purse::ApplyRequest request{.customer = {}, .station = asked.text("station"), .terms = purse_terms_of(asked), .remark = asked.text("remark")};
  const auto customer = applicant_of(asked);
  if (!customer) return call->refuse(customer.error());
  request.customer = customer->number;
  if (request.customer.is_zero()) request.unregistered = *customer;
  answer_application(server, call, "purse_apply", [request](const books::Reader& books, const people::Context& context) { return purse::apply(books, request, context); });
}

void grant_application(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  answer_application(server, call, "purse_grant", [number](const books::Reader& books, const people::Context& context) { return purse::grant(books, number, context); });
}

void refuse_application(ServerParts& server, const CallPtr& call) {
  const auto number = path_number(*call, "number");
  const auto reason = Asked(call->body).text("reason");
  answer_application(server, call, "purse_grant",
                     [number, reason](const books::Reader& books, const people::Context& context) { return purse::refuse(books, number, reason, context); });
}

}  // namespace

void add_purse_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/purse-applications", "purse_apply", enter_application);
  on("POST", "/purse-applications/{number}/grant", "purse_grant", grant_application);
  on("POST", "/purse-applications/{number}/refuse", "purse_grant", refuse_application);
}

}  // namespace kwota::serve
