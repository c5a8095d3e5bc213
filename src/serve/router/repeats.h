// Answers of changes, kept for a while under the Idempotency-Key that came with them: a client that lost the answer asks again
// and gets the same one, without the change being made twice. Sales do not need it: the books know them by their own key for
// ever. Guarantees: the same key with other content is refused; a second request while the first is being done waits for nobody
// and is refused. What moves money has its key in the books. Never: keeps a refusal – what was refused may be tried again – nor the question for a second person,
// nor a file.
#pragma once
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "serve/http/http.h"

namespace kwota::serve {

class Repeats {
 public:
  static constexpr std::size_t kept_max = 200;  ///< of one person: what others ask pushes none of his out [K]

  /// Before a change. The answer of the first time; nothing: it is new, do it. Errors: idempotency_key_reused,
  /// request_in_progress.
  Result<std::optional<Response>> begin(const std::string& who, const Request& request);
  /// After it.
  void end(const std::string& who, const std::string& key, const Response& response);

 private:
  struct Kept {
    std::string content;               ///< hash of method, path, query and body
    std::optional<Response> response;  ///< nothing yet: in progress
  };
  struct Person {
    std::map<std::string, Kept, std::less<>> by_key;
    std::deque<std::string> order;
  };
  std::mutex mutex_;
  std::map<std::string, Person, std::less<>> people_;
};

}  // namespace kwota::serve
