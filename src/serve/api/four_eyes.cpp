#include "serve/api/four_eyes.h"

#include "people/approval.h"
#include "serve/api/asked.h"

namespace kwota::serve {

void refuse_or_ask(ServerParts& server, const CallPtr& call, const Error& why) {
  if (why.code != "approval_needed") return call->refuse(why);
  const auto request = people::request_of(why.details, Asked(call->body).text("reason"));
  const auto context = context_of(server, *call);
  const auto asked = server.books.run(actor_of(*call, request.action),
                                     [&](const books::Reader& books) { return people::ask_approval(books, request, context); });
  if (!asked) return call->refuse(asked.error());
  server.events.publish("approval", boost::json::object{{"number", asked->number}}, {.station = asked->station, .permission = "approvals"});
  call->answer(
      boost::json::object{{"approval", {{"number", asked->number}, {"action", asked->action}, {"content", boost::json::parse(asked->content)}}}},
      202);
}

}  // namespace kwota::serve
