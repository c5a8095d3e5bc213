// Which business day a moment that is over belonged to: for what keeps a moment and no day. Of what is booked now settings::business_day says it (in_force.h): that never is a
// day that is closed, and so says nothing of the past.   Begin with PastDays.
#pragma once
#include <string>
#include <vector>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::settings {

/// By the clock, with the cut-off that was in force at the moment. Knows every cut-off there was, for whoever asks it of many.
class PastDays {
 public:
  PastDays(const books::Reader& books, const Zone& zone);
  std::string of(Instant at) const;
  /// When the next one begins.
  Instant end_of(const LocalDate& day) const;

 private:
  std::int64_t hours_at(Instant at) const;
  struct CutOff {
    Instant from;
    std::int64_t hours = 0;
  };
  Zone zone_;
  std::int64_t usual_;
  std::vector<CutOff> cut_offs_;  ///< the oldest first
};

}  // namespace kwota::settings
