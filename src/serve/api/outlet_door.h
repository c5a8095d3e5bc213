// How clients of outlets come in: each request is signed with the client's key – HMAC-SHA256 over method, address, body, time and a number of its own
// (docs/outlets.md has the form and a worked example, decision 38 why the key stands nowhere).
// Guarantees: an unknown key and a wrong signature are one answer; what was signed long ago, or before this program started, and a number that was used are
// refused; a key that was revoked is refused from the next request on. Never: says what a client may do – the role `outlet` does.
// Begin with canonical_text(), then OutletDoor.
#pragma once
#include <deque>
#include <filesystem>
#include <functional>
#include <mutex>
#include <optional>
#include <set>
#include <string>

#include "base/random.h"
#include "base/result.h"
#include "base/secret_memory.h"
#include "base/time.h"
#include "books/rows.h"
#include "books/rows/money/outlet.h"
#include "serve/api/folder_key.h"
#include "serve/http/http.h"

namespace kwota::store {
class Books;
}

namespace kwota::serve {

/// What a signed request says of itself, in its header "Authorization: Kwota-HMAC-SHA256 key=…, time=…, nonce=…, signature=…".
struct Signed {
  std::string key, time, nonce, signature;
};
/// Nothing: it is not signed. Error `signature_malformed`.
Result<std::optional<Signed>> signed_by(const Request& request);
/// What is signed: six lines without an end of line behind the last.
std::string canonical_text(const Request& request, const Signed& how);

class OutletDoor {
 public:
  static constexpr Duration past_max = Duration::minutes(5), future_max = Duration::minutes(1);

  OutletDoor(store::Books& books, const Clock& clock, Random& random, std::filesystem::path folder);

  /// Who comes in; nothing: the request is not signed at all. Errors: signature_malformed, signature_wrong, signature_stale {now}, nonce_used, key_not_good.
  Result<std::optional<books::Operator>> enter(const Request& request);
  /// The key that follows from this row, to be shown once. `then`: whether the folder's own, of which it follows, is made with the first. Error `outlet_key_missing`.
  Result<std::string> key_of(const books::OutletClient& client, IfAbsent then);
  /// For the next row.
  std::string salt();

 private:
  /// Since when this program knows who came before; a clock that was ahead when it began, and was set right, had begun later than now.
  Instant begun_by(Instant now);
  bool is_fresh(const std::string& key, const std::string& nonce, Instant now);

  store::Books& books_;
  const Clock& clock_;
  Random& random_;
  FolderKey key_;
  Instant begun_;
  std::mutex mutex_;
  std::set<std::string, std::less<>> nonces_;
  std::deque<std::pair<Instant, std::string>> order_;
};

}  // namespace kwota::serve
