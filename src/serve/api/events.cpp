#include "serve/api/events.h"

namespace kwota::serve {

Response Events::listen() {
  Response response;
  response.events = std::make_shared<EventStream>();
  // Something at once: a proxy that buffers would otherwise look like a dead server.
  response.events->send("hello", "{}");
  const std::lock_guard lock(mutex_);
  listeners_.push_back(response.events);
  return response;
}

void Events::tell(std::string_view event, const boost::json::value& data) {
  const std::string text = boost::json::serialize(data);
  const std::lock_guard lock(mutex_);
  std::erase_if(listeners_, [&](const auto& listener) { return !listener->send(event, text); });
}

}  // namespace kwota::serve
