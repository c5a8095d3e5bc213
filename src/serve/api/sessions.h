// Who is signed in where. Sessions live in memory: a restart of the server signs everybody out, which is right.
// Guarantees: a token is 256 random bits and only its owner's browser has it; idle sessions end; tries are limited by
// name and by address (the lock-out of an operator itself is in the books).
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

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
};

class Sessions {
 public:
  static constexpr Duration idle_max = Duration::hours(12);
  static constexpr Duration window = Duration::minutes(1);
  static constexpr int tries_per_window = 20;

  Sessions(Clock& clock, Random& random) : clock_(clock), random_(random) {}

  Session open(const std::string& operator_name, const std::string& language);
  /// A copy; nothing when the token is unknown or the session has been idle too long.
  std::optional<Session> find(std::string_view token);
  void keep(const Session& session);  ///< stores a change of language, station, till
  void close(std::string_view token);
  /// Ends all sessions of an operator: password changed, locked, right withdrawn.
  void close_all_of(std::string_view operator_name, std::string_view except_token = {});
  /// Counts a try to sign in; nothing when it may go on, else how long to wait.
  std::optional<Duration> try_from(const std::string& remote);

 private:
  struct Tries {
    Instant since;
    int count = 0;
  };
  Clock& clock_;
  Random& random_;
  std::mutex mutex_;
  std::map<std::string, Session, std::less<>> by_token_;
  std::map<std::string, Tries, std::less<>> tries_;
};

}  // namespace kwota::serve
