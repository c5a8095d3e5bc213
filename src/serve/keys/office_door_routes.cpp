// The key office's door at the counters, and the word of two managers by which it opens for a new office. The door itself asks for
// no session: every question is signed (work/office_link).
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "work/office_link/door.h"

namespace kwota::serve {
namespace {

/// On a thread of its own: who knocks, and how often, keeps nobody waiting for his password.
void knock(ServerParts& server, Workers& porter, const CallPtr& call) {
  const auto from = counted_address(call->request.remote);
  if (const auto may = server.office->may_knock(from); !may) return call->refuse(may.error());
  porter.run([&server, call, from] {
    const auto answer = server.office->answer(call->request.body, from);
    if (!answer) return call->refuse(answer.error());
    call->respond(Response{.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = *answer, .events = {}});
  });
}

object office_view(ServerParts& server) {
  const auto office = server.office->office();
  boost::json::array strangers;
  for (const auto& one : server.office->strangers()) strangers.emplace_back(one);
  using boost::json::value;
  const auto key = server.vault.root_public_key();
  return {{"own", key ? office_link::fingerprint(to_hex(*key)) : ""},
          {"office", office ? value(office_link::fingerprint(office->public_key)) : value(nullptr)},
          {"since", office ? value(time_text(office->since)) : value(nullptr)},
          {"messages", office ? office->messages : 0},
          {"strangers", std::move(strangers)}};
}

void look_at_office(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] { call->answer(office_view(server)); });
}

void confirm_office(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    const Asked asked(call->body);
    const auto done = server.office->confirm(asked.text("fingerprint"), asked.text("reason"), asked.number("approval"), context_of(server, *call));
    if (!done) return refuse_or_ask(server, call, done.error());
    call->answer(office_view(server));
  });
}

}  // namespace

void add_office_door_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/office-link", need::nothing, [porter = std::make_shared<Workers>(1)](ServerParts& h, const CallPtr& call) { knock(h, *porter, call); }, AnswerKept::never);
  on("GET", "/key-office", "key_office", look_at_office);
  on("POST", "/key-office", "key_office", confirm_office);
}

}  // namespace kwota::serve
