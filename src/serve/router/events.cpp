#include "serve/router/events.h"

#include <algorithm>

#include "people/permissions.h"
#include "people/station.h"
#include "serve/http/client_address.h"
#include "serve/router/sessions.h"

namespace kwota::serve {
namespace {

/// More windows than anybody has open; without an end one session could hold all connections of its address. [K]
constexpr std::ptrdiff_t streams_of_a_session_max = 32;

}  // namespace

Response Events::listen(const Session& session, const books::Operator& who, std::string_view remote) {
  Response response;
  response.events = std::make_shared<EventStream>();
  // Something at once: a proxy that buffers would otherwise look like a dead server.
  response.events->send("hello", "{}");
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [](const Listener& listener) { return !listener.stream->open(); });
  if (std::ranges::count(listeners_, session.token, &Listener::session) >= streams_of_a_session_max) {
    const auto oldest = std::ranges::find(listeners_, session.token, &Listener::session);
    oldest->stream->end();
    listeners_.erase(oldest);
  }
  listeners_.push_back({response.events, session.token, session.station, session.till, who, !is_this_machine(remote)});
  return response;
}

bool Events::concerns(const Listener& listener, const Audience& to) {
  if (!to.till.empty() && (listener.till != to.till || listener.station != to.station)) return false;
  const bool elsewhere = to.till.empty() && !people::concerns(listener.who, to.station);
  if (elsewhere) return false;
  const auto grant = to.permission.empty() ? people::Grant::yes : people::best_granted(listener.who, to.permission);
  return to.person.empty() || listener.who.name == to.person ? grant != people::Grant::no : grant > people::Grant::own;
}

void Events::publish(std::string_view event, const boost::json::value& data, const Audience& to) {
  const std::string text = boost::json::serialize(data);
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& listener) { return concerns(listener, to) ? !listener.stream->send(event, text) : !listener.stream->open(); });
}

template <class Whose>
void Events::end_of(Whose whose) {
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const Listener& listener) {
    if (!whose(listener)) return false;
    listener.stream->end();
    return true;
  });
}

void Events::end(std::string_view session_token) {
  end_of([&](const Listener& listener) { return listener.session == session_token; });
}

void Events::end_elsewhere() { end_of([](const Listener& listener) { return listener.elsewhere; }); }

bool Events::is_heard_elsewhere() {
  const std::lock_guard lock(mutex_);
  return std::ranges::any_of(listeners_, [](const Listener& listener) { return listener.elsewhere && listener.stream->open(); });
}

}  // namespace kwota::serve
