#include "serve/router/sessions.h"

#include "serve/router/password.h"

namespace kwota::serve {

Session Sessions::open(const std::string& operator_name, const std::string& language) {
  Session session{.token = random_token(random_), .csrf = random_token(random_), .operator_name = operator_name, .language = language,
                  .station = {}, .till = {}, .last_used = clock_.now()};
  const std::lock_guard lock(mutex_);
  std::erase_if(by_token_, [now = clock_.now()](const auto& entry) { return now - entry.second.last_used > idle_max; });
  by_token_.emplace(session.token, session);
  return session;
}

std::optional<Session> Sessions::find(std::string_view token) {
  const std::lock_guard lock(mutex_);
  const auto found = by_token_.find(token);
  if (found == by_token_.end()) return std::nullopt;
  const auto now = clock_.now();
  if (now - found->second.last_used > idle_max) {
    by_token_.erase(found);
    return std::nullopt;
  }
  found->second.last_used = now;
  return found->second;
}

void Sessions::keep(const Session& session) {
  bool moved = false;
  {
    const std::lock_guard lock(mutex_);
    const auto found = by_token_.find(session.token);
    if (found == by_token_.end()) return;
    moved = found->second.station != session.station || found->second.till != session.till;
    found->second = session;
  }
  if (moved) publish_ended({session.token});  // what it heard was another till's
}

void Sessions::publish_ended(const std::vector<std::string>& tokens) const {
  if (!ended_) return;
  for (const auto& token : tokens) ended_(token);
}

void Sessions::close(std::string_view token) {
  {
    const std::lock_guard lock(mutex_);
    if (const auto found = by_token_.find(token); found != by_token_.end()) by_token_.erase(found);
  }
  publish_ended({std::string(token)});
}

void Sessions::close_all_of(std::string_view operator_name, std::string_view except_token) {
  std::vector<std::string> ended;
  {
    const std::lock_guard lock(mutex_);
    std::erase_if(by_token_, [&](const auto& entry) {
      const bool ends = entry.second.operator_name == operator_name && entry.first != except_token;
      if (ends) ended.push_back(entry.first);
      return ends;
    });
  }
  publish_ended(ended);
}

}  // namespace kwota::serve
