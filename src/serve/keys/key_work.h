// How routes of the key system do their work: on a worker – with a card, on the desk's thread –, in the caller's name, with
// the request's approval; the others who look at the keys are told. Begin with key_work() and card_work().
#pragma once
#include "serve/api/asked.h"
#include "serve/desk/card_desk.h"
#include "serve/keys/key_view.h"
#include "work/key_office/key_office.h"

namespace kwota::serve {

/// What the books of the office have since the last piece of work goes to the counters. They may be away: then it waits.
inline void publish_to_counters(ServerParts& server) { static_cast<void>(server.keys->counters().publish()); }

/// `work`: (KeyOffice&, const people::Context&) -> Result<T>; `shown`: (T) -> Result<object> or object.
template <class Work, class Shown>
void key_work(ServerParts& server, const CallPtr& call, Work work, Shown shown) {
  server.workers.run([&server, call, work = std::move(work), shown = std::move(shown)]() mutable {
    auto done = work(*server.keys, context_of(server, *call));
    publish_to_counters(server);
    if (!done) return refuse_or_ask(server, call, done.error());
    server.events.publish("keys", object{{"what", call->request.path}}, {.permission = "keys_read"});
    call->answer(Result<object>(shown(*done)));
  });
}

/// Answers from the desk's thread; a second person is asked on a worker, because that writes to the books.
template <class Work>
void card_work(ServerParts& server, const CallPtr& call, Work work) {
  server.desk.run([&server, call, work = std::move(work)]() mutable {
    auto done = work();
    server.workers.run([&server, call, done = std::move(done)] {
      publish_to_counters(server);
      if (!done) return refuse_or_ask(server, call, done.error());
      server.events.publish("keys", object{{"what", call->request.path}}, {.permission = "keys_read"});
      call->answer(*done);
    });
  });
}

inline Bytes pin_of(const Asked& asked, std::string_view name) { return to_bytes(view_of(asked.text(name))); }

/// {version, reason, approval} of the body.
inline keys::VersionRequest version_request(const Call& call) {
  const Asked asked(call.body);
  return {asked.number("version"), asked.text("reason"), asked.number("approval")};
}

}  // namespace kwota::serve
