#include "serve/api/four_eyes.h"

#include "base/cause.h"
#include "people/approval.h"
#include "serve/api/asked.h"

namespace kwota::serve {

void refuse_or_ask(ServerParts& server, const CallPtr& call, const Error& why) {
  if (cause_of(why) != Cause::approval_needed) return call->refuse(why);
  const auto request = people::request_of(why.details, Asked(call->body).text("reason"));
  const auto context = context_of(server, *call);
  const auto asked = server.books.run(actor_of(*call, request.action),
                                     [&](const books::Reader& books) { return people::ask_approval(books, request, context); });
  if (!asked) return call->refuse(asked.error());
  publish_approval(server, *asked);
  call->answer(
      boost::json::object{{"approval", {{"number", asked->number}, {"action", asked->action}, {"content", boost::json::parse(asked->content)}}}},
      202);
}

void publish_approval(ServerParts& server, const books::Approval& row) {
  boost::json::object said{{"number", row.number}};
  if (row.decision != books::ApprovalStatus::waiting) said["decision"] = word_of(row.decision);
  server.events.publish("approval", said, {.station = row.station, .permission = "approvals"});
}

}  // namespace kwota::serve
