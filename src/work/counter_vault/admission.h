// Which tills may move money on cards that hold it themselves, where the utility asks for a PSAM beside each (carry/cards/psam/terminal_proof.h).
// Guarantees: an admission is for one till, one shift and the one time that the PSAM was put there; the same PSAM admits one till.
// Begin with Admissions.
#pragma once
#include <map>
#include <mutex>
#include <optional>
#include <string>

#include "base/core/ids.h"
#include "base/time.h"

namespace kwota::counter_vault {

/// A till that was admitted.
struct Admission {
  CardSerial card;
  std::string terminal;      ///< 12 digits
  std::string reader;        ///< where the PSAM lies,
  std::string card_session;  ///< and since when, as the desk names it
  std::int64_t shift = 0;
  Instant since;
};

class Admissions {
 public:
  /// Any other till that this PSAM had admitted is admitted no more.
  void admit(const std::string& station, const std::string& till, Admission admission);
  std::optional<Admission> of(const std::string& station, const std::string& till) const;

 private:
  mutable std::mutex mutex_;
  std::map<std::pair<std::string, std::string>, Admission> by_till_;
};

}  // namespace kwota::counter_vault
