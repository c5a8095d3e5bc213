#include "serve/router/sessions.h"

#include <algorithm>
#include <tuple>

#include "serve/router/password.h"

namespace kwota::serve {

Session Sessions::open(const std::string& operator_name, const std::string& language, const std::string& from, const std::string& browser) {
  const auto now = clock_.now();
  Session session{.token = random_token(random_), .csrf = random_token(random_), .operator_name = operator_name, .language = language,
                  .station = {}, .till = {}, .last_used = now, .opened = now, .from = from, .browser = browser};
  const std::lock_guard lock(mutex_);
  std::erase_if(by_token_, [now = clock_.now()](const auto& entry) { return now - entry.second.last_used > idle_max; });
  by_token_.emplace(session.token, session);
  return session;
}

std::vector<Session> Sessions::all_of(std::string_view operator_name) {
  std::vector<Session> out;
  const std::lock_guard lock(mutex_);
  for (const auto& [_, session] : by_token_)
    if (session.operator_name == operator_name && clock_.now() - session.last_used <= idle_max) out.push_back(session);
  std::ranges::sort(out, [](const Session& one, const Session& other) { return std::tie(other.opened, other.token) < std::tie(one.opened, one.token); });
  return out;
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

std::size_t Sessions::close_all_of(std::string_view operator_name, std::string_view except_token) {
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
  return ended.size();
}

}  // namespace kwota::serve
