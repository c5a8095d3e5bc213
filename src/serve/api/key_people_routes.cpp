// People of the key office over HTTP: appointed, given a new password, unlocked – by two key managers, and by nobody else. The first ones
// come from its installation (kwota keys install).
#include "keys/office/people.h"
#include "serve/api/key_work.h"
#include "serve/api/password.h"
#include "serve/api/routes.h"

namespace kwota::serve {
namespace {

/// `decide`: (const books::Reader&, const std::string& encoded, const shift::Context&). The password is seen once.
template <class Decide>
void for_person(House& house, const CallPtr& call, bool new_password, Decide decide) {
  house.workers.run([&house, call, new_password, decide] {
    const auto password = new_password ? one_time_password(house.random) : std::string{};
    const auto encoded = new_password ? hash_password(password, house.random) : std::string{};
    const auto context = context_of(house, *call);
    const auto done = house.books.run(actor_of(*call, "key_people"), [&](const books::Reader& books) { return decide(books, encoded, context); });
    if (!done) return refuse_or_ask(house, call, done.error());
    if (new_password) house.sessions.close_all_of(done->name);
    house.tries->lift(done->name);
    house.events.tell("keys", object{{"what", call->request.path}}, {.permission = "keys_read"});
    object answer{{"name", done->name}, {"role", done->roles}, {"state", done->state}};
    if (new_password) answer["one_time_password"] = password;
    call->answer(std::move(answer));
  });
}

void appoint(House& house, const CallPtr& call) {
  for_person(house, call, true, [call](const books::Reader& books, const std::string& encoded, const shift::Context& context) {
    const Asked asked(call->body);
    return keys::appoint(books,
                         {{asked.text("name"), asked.text("full_name"), asked.text("role"), asked.text("language"), encoded},
                          asked.text("reason"),
                          asked.number("approval")},
                         context);
  });
}

void step(House& house, const CallPtr& call, keys::PersonStep what) {
  for_person(house, call, what == keys::PersonStep::renew_password,
             [call, what](const books::Reader& books, const std::string& encoded, const shift::Context& context) {
               const Asked asked(call->body);
               return keys::step_for_person(books, {what, call->path.at("name"), encoded, asked.text("reason"), asked.number("approval")}, context);
             });
}

}  // namespace

void add_key_people_routes(Router& router, House& house) {
  const auto on = adding_to(router, house);
  on("POST", "/keys/people", "key_people", appoint);
  on("POST", "/keys/people/{name}/reset", "key_people", [](House& h, const CallPtr& call) { step(h, call, keys::PersonStep::renew_password); });
  on("POST", "/keys/people/{name}/unlock", "key_people", [](House& h, const CallPtr& call) { step(h, call, keys::PersonStep::unlock); });
}

}  // namespace kwota::serve
