#include "serve/api/sessions.h"

#include "serve/api/password.h"

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
  const std::lock_guard lock(mutex_);
  if (const auto found = by_token_.find(session.token); found != by_token_.end()) found->second = session;
}

void Sessions::close(std::string_view token) {
  const std::lock_guard lock(mutex_);
  if (const auto found = by_token_.find(token); found != by_token_.end()) by_token_.erase(found);
}

void Sessions::close_all_of(std::string_view operator_name, std::string_view except_token) {
  const std::lock_guard lock(mutex_);
  std::erase_if(by_token_, [&](const auto& entry) { return entry.second.operator_name == operator_name && entry.first != except_token; });
}

std::optional<Duration> Sessions::try_from(const std::string& remote) {
  const std::lock_guard lock(mutex_);
  const auto now = clock_.now();
  std::erase_if(tries_, [now](const auto& entry) { return now - entry.second.since > window; });
  auto& tries = tries_.try_emplace(remote, Tries{now, 0}).first->second;
  if (++tries.count <= tries_per_window) return std::nullopt;
  return window - (now - tries.since);
}

}  // namespace kwota::serve
