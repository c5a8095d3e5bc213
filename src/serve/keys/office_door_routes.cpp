// The key office's door at the counters, and the word of two managers by which it opens for a new office. The door itself asks for
// no session: every question is signed (work/office_link).
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"
#include "work/office_link/door.h"

namespace kwota::serve {
namespace {

void knock(House& house, const CallPtr& call) {
  house.workers.run([&house, call] {
    const auto answer = house.office->answer(call->request.body);
    if (!answer) return call->refuse(answer.error());
    call->respond(Response{.status = 200, .headers = {{"Content-Type", "application/json"}}, .body = *answer, .events = {}});
  });
}

object office_view(House& house) {
  const auto office = house.office->office();
  const auto stranger = house.office->stranger();
  using boost::json::value;
  const auto key = house.vault.root_public_key();
  return {{"own", key ? office_link::fingerprint(to_hex(*key)) : ""},
          {"office", office ? value(office_link::fingerprint(office->public_key)) : value(nullptr)},
          {"since", office ? value(time_text(office->since)) : value(nullptr)},
          {"messages", office ? office->messages : 0},
          {"stranger", stranger.empty() ? value(nullptr) : value(stranger)}};
}

void look_at_office(House& house, const CallPtr& call) {
  house.workers.run([&house, call] { call->answer(office_view(house)); });
}

void confirm_office(House& house, const CallPtr& call) {
  house.workers.run([&house, call] {
    const Asked asked(call->body);
    const auto done = house.office->confirm(asked.text("fingerprint"), asked.text("reason"), asked.number("approval"), context_of(house, *call));
    if (!done) return refuse_or_ask(house, call, done.error());
    call->answer(office_view(house));
  });
}

}  // namespace

void add_office_door_routes(Router& router, House& house) {
  const auto on = adding_to(router, house);
  on("POST", "/office-link", need::nothing, knock, true);
  on("GET", "/key-office", "key_office", look_at_office);
  on("POST", "/key-office", "key_office", confirm_office);
}

}  // namespace kwota::serve
