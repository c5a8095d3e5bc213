#include "serve/router/repeats.h"

#include "seal/cipher/sha256.h"

namespace kwota::serve {
namespace {

std::string key_of(const std::string& who, const Request& request) {
  return who + "\n" + std::string(request.header("idempotency-key"));
}

std::string content_of(const Request& request) {
  std::string text = request.method + " " + request.path + "\n";
  for (const auto& [name, value] : request.query) text += name + "=" + value + "\n";
  return to_hex(seal::sha256(view_of(text + request.body)));
}

}  // namespace

Result<std::optional<Response>> Repeats::begin(const std::string& who, const Request& request) {
  const auto key = key_of(who, request);
  const auto content = content_of(request);
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) {
    by_key_.emplace(key, Kept{content, {}});
    order_.push_back(key);
    while (order_.size() > kept_max) {
      by_key_.erase(order_.front());
      order_.pop_front();
    }
    return std::optional<Response>{};
  }
  if (found->second.content != content)
    return error(Fault::refused, "idempotency_key_reused",
                 "This key was used for another request; nothing was changed. Use a new one.");
  if (!found->second.response)
    return error(Fault::refused, "request_in_progress", "The same request is being done; ask again in a moment.");
  return found->second.response;
}

void Repeats::end(const std::string& who, const Request& request, const Response& response) {
  const auto key = key_of(who, request);
  const std::lock_guard lock(mutex_);
  const auto found = by_key_.find(key);
  if (found == by_key_.end()) return;
  if (response.status == 200 || response.status == 201) {
    found->second.response = response;
    return;
  }
  by_key_.erase(found);
  std::erase(order_, key);
}

}  // namespace kwota::serve
