#include "serve/router/repeats.h"

#include "base/cause.h"
#include "seal/cipher/sha256.h"

namespace kwota::serve {
namespace {

std::string key_of(const Request& request) { return std::string(request.header("idempotency-key")); }

std::string content_of(const Request& request) {
  std::string text = request.method + " " + request.path + "\n";
  for (const auto& [name, value] : request.query) text += name + "=" + value + "\n";
  seal::Sha256 hash;
  hash.add(view_of(text)).add(view_of(request.body));  // a body may have a password: no copy of it is made
  return to_hex(hash.finish());
}

}  // namespace

Result<std::optional<Response>> Repeats::begin(const std::string& who, const Request& request) {
  const auto key = key_of(request);
  const auto content = content_of(request);
  const std::lock_guard lock(mutex_);
  auto& his = people_[who];
  const auto found = his.by_key.find(key);
  if (found == his.by_key.end()) {
    his.by_key.emplace(key, Kept{content, {}});
    his.order.push_back(key);
    while (his.order.size() > kept_max) {
      his.by_key.erase(his.order.front());
      his.order.pop_front();
    }
    return std::optional<Response>{};
  }
  if (found->second.content != content)
    return error(Fault::refused, Cause::idempotency_key_reused,
                 "This key was used for another request; nothing was changed. Use a new one.");
  if (!found->second.response)
    return error(Fault::refused, "request_in_progress", "The same request is being done; ask again in a moment.");
  return found->second.response;
}

void Repeats::end(const std::string& who, const std::string& key, const Response& response) {
  const std::lock_guard lock(mutex_);
  auto& his = people_[who];
  const auto found = his.by_key.find(key);
  if (found == his.by_key.end()) return;
  // A file is read once and its room on the disk is held as long as the answer: nothing was changed by making it, and it is made anew.
  if ((response.status == 200 || response.status == 201) && !response.file) {
    found->second.response = response;
    return;
  }
  his.by_key.erase(found);
  std::erase(his.order, key);
}

}  // namespace kwota::serve
