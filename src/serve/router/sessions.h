// Who is signed in where. Sessions live in memory: a restart of the server signs everybody out, which is right.
// Guarantees: a token is 256 random bits and only its owner's browser has it; idle sessions end.
#pragma once
#include <functional>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "base/random.h"
#include "base/time.h"

namespace kwota::serve {

struct Session {
  std::string token;
  std::string csrf;
  std::string operator_name;
  std::string language;
  std::string station, till;
  Instant last_used;
  Instant opened = {};
  /// Where from, for the eyes of its owner: an address and how the browser names itself. Nothing is decided by them.
  std::string from = {}, browser = {};
};

class Sessions {
 public:
  static constexpr Duration idle_max = Duration::hours(12);

  Sessions(Clock& clock, Random& random) : clock_(clock), random_(random) {}

  Session open(const std::string& operator_name, const std::string& language, const std::string& from = {}, const std::string& browser = {});
  /// Of one operator, the newest first.
  std::vector<Session> all_of(std::string_view operator_name);
  /// A copy; nothing when the token is unknown or the session has been idle too long.
  std::optional<Session> find(std::string_view token);
  /// Called, without any lock of the sessions held, with the token of each session that ends or stands at another till.
  void when_ended(std::function<void(std::string_view token)> ended) { ended_ = std::move(ended); }
  void keep(const Session& session);  ///< stores a change of language, station, till
  void close(std::string_view token);
  /// Ends all sessions of an operator: password changed, locked, right withdrawn.
  /// How many those were.
  std::size_t close_all_of(std::string_view operator_name, std::string_view except_token = {});

 private:
  Clock& clock_;
  Random& random_;
  void publish_ended(const std::vector<std::string>& tokens) const;
  std::function<void(std::string_view)> ended_;
  std::mutex mutex_;
  std::map<std::string, Session, std::less<>> by_token_;
};

}  // namespace kwota::serve
