// How often an address was wrong in the last minute: whoever guesses, or knocks at a door that is not his, waits. Begin with AddressMisses::may_try().
#pragma once
#include <cstdint>
#include <map>
#include <string>

#include "base/result.h"
#include "base/time.h"

namespace kwota::people {

class AddressMisses {
 public:
  static constexpr Duration window = Duration::minutes(1);

  /// `most`: of one address in a window.
  explicit AddressMisses(std::int64_t most) : most_(most) {}

  /// Before the try is looked at; error rate_limited {retry_after: seconds} and nothing is counted. `from`: as addresses are counted.
  Result<void> may_try(const std::string& from, Instant now);
  void count(const std::string& from, Instant now);
  /// The one that was counted last was none.
  void forgive(const std::string& from);

 private:
  struct Recent {
    Instant since;
    std::int64_t count = 0;
  };
  std::int64_t most_;
  std::map<std::string, Recent> by_address_;
};

}  // namespace kwota::people
