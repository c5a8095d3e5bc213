// Who knocks at the counters' door and is not the office that they know: his key is kept, so that managers can confirm him, and nobody who knocks
// puts out of sight what they were shown before.
// Begin with Strangers::knocked(). Times are microseconds of the machine's clock.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

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

/// Of an address, forged, of a stranger, not of this moment: an office that is not known yet knocks every three seconds. [K]
inline constexpr std::int64_t knocks_in_vain_max = 60;

}  // namespace kwota::office_link
