// People of the key office over HTTP: appointed, given a new password or a new token, unlocked, a token declared void – by two key managers,
// and by nobody else. The first ones come from its installation (kwota keys install).
#include "keys/office/people.h"
#include "people/permissions.h"
#include "serve/api/prove.h"
#include "serve/api/routes.h"
#include "serve/keys/key_work.h"
#include "serve/router/password.h"

namespace kwota::serve {
namespace {

/// `ends_sessions`: what opened them is no longer his.
void publish_person(ServerParts& server, const CallPtr& call, const books::Operator& done, const std::string& password, bool ends_sessions) {
  if (ends_sessions) server.sessions.close_all_of(done.name);
  server.events.publish("keys", object{{"what", call->request.path}}, {.permission = "keys_read"});
  object answer{{"name", done.name}, {"role", done.roles}, {"state", word_of(done.state)}};
  if (!password.empty()) answer["one_time_password"] = password;
  call->answer(std::move(answer));
}

/// Two key managers agree, each in his own session or one in the dialog of the other. A new password is seen once.
void step(ServerParts& server, const CallPtr& call, keys::PersonStep what) {
  server.workers.run([&server, call, what] {
    const Asked asked(call->body);
    const bool new_password = what == keys::PersonStep::renew_password;
    const auto password = new_password ? one_time_password(server.random) : std::string{};
    const auto encoded = new_password ? hash_password(password, server.random) : std::string{};
    const auto context = context_of(server, *call);
    const keys::PersonStepRequest request{what, call->path.at("name"), encoded, asked.text("reason"), asked.number("approval")};
    const auto done = server.books.run(actor_of(*call, "key_people"), [&](const books::Reader& books) { return keys::step_for_person(books, request, context); });
    if (!done) return refuse_or_ask(server, call, done.error());
    if (what != keys::PersonStep::declare_void) server.tries->lift(done->name);
    publish_person(server, call, *done, password, what != keys::PersonStep::unlock);
  });
}

/// The person's token is made, and both managers sit there with theirs: the one whose session it is gives password and PIN once more, the
/// other beside him his own.
void certify_person(ServerParts& server, const CallPtr& call, bool renews) {
  server.workers.run([&server, call, renews] {
    const Asked asked(call->body), own(asked.object("own")), beside(asked.object("second"));
    if (const auto may = people::require(*call->who, "key_people"); !may) return call->refuse(may.error());
    const auto first = prove(server, *call, {call->who->name, own.secret("password"), own.secret("pin")}, people::Purpose::own_password);
    if (!first) return call->refuse(first.error());
    const auto second = second_of(server, *call, beside);
    if (!second) return call->refuse(second.error());
    const auto password = renews ? std::string{} : one_time_password(server.random);
    keys::Appointment request{.person = {.name = renews ? call->path.at("name") : asked.text("name"), .full_name = asked.text("full_name"), .role = asked.text("role"),
                                         .language = asked.text("language"), .password = renews ? std::string{} : hash_password(password, server.random)},
                              .renews = renews,
                              .second = *second ? (*second)->name : std::string{},
                              .reason = asked.text("reason")};
    const key_office::PersonDesk::Pins pins{asked.secret("pin"), own.secret("pin"), beside.secret("pin"), asked.text("token")};
    const auto done = server.people->certify(std::move(request), pins, actor_of(*call, "key_people"), context_of(server, *call));
    if (!done) return call->refuse(done.error());
    publish_person(server, call, *done, password, true);
  });
}

}  // namespace

void add_key_people_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("POST", "/keys/people", "key_people", [](ServerParts& h, const CallPtr& call) { certify_person(h, call, false); });
  on("POST", "/keys/people/{name}/token", "key_people", [](ServerParts& h, const CallPtr& call) { certify_person(h, call, true); });
  on("POST", "/keys/people/{name}/reset", "key_people", [](ServerParts& h, const CallPtr& call) { step(h, call, keys::PersonStep::renew_password); });
  on("POST", "/keys/people/{name}/unlock", "key_people", [](ServerParts& h, const CallPtr& call) { step(h, call, keys::PersonStep::unlock); });
  on("POST", "/keys/people/{name}/void", "key_people", [](ServerParts& h, const CallPtr& call) { step(h, call, keys::PersonStep::declare_void); });
}

}  // namespace kwota::serve
