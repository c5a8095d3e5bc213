// Who knocks at the counters' door and is not the office that they know: his key is kept, so that managers can confirm him, and nobody who knocks
// puts out of sight what they were shown before. And how often an address may knock in vain.
// Begin with Strangers::knocked() and Knocks::begin(). Times are microseconds of the machine's clock.
#pragma once
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "base/result.h"

namespace kwota::office_link {

class Strangers {
 public:
  static constexpr std::size_t kept_max = 8, of_one_address_max = 4;  // [K]
  static constexpr std::int64_t rest_us = 600'000'000;  ///< who is silent for so long gives his place to another [K]

  /// `key`: hexadecimal DER; `from`: his address, as addresses are counted.
  void knocked(const std::string& key, const std::string& from, std::int64_t now_us);
  /// Managers have said which fingerprint they look for: whoever has it is kept, whoever else knocks.
  void look_for(std::string fingerprint) { wanted_ = std::move(fingerprint); }
  /// He was confirmed.
  void forget(const std::string& key);
  /// Fingerprints, who came first in front.
  std::vector<std::string> all() const;
  /// Empty: nobody with this fingerprint has knocked.
  std::string key_of(const std::string& fingerprint) const;

 private:
  struct One {
    std::string key, from;
    std::int64_t heard_us = 0;
  };
  std::vector<One> all_;
  std::string wanted_;
};

/// Knocks of an address that led to nothing: forged, of a stranger, not of this moment.
class Knocks {
 public:
  static constexpr std::int64_t window_us = 60'000'000;
  static constexpr std::int64_t in_vain_max = 60;  ///< an office that is not known yet knocks every three seconds [K]

  /// Counts before it is looked at. Error rate_limited {retry_after}.
  Result<void> begin(const std::string& from, std::int64_t now_us);
  /// It was the office's.
  void heard(const std::string& from);

 private:
  struct Recent {
    std::int64_t since_us = 0, count = 0;
  };
  std::map<std::string, Recent> by_address_;
};

}  // namespace kwota::office_link
