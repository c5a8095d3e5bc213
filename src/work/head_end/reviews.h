// Readings of reading days, taken in and judged as they come: at the first look and then in each half hour of the books' clock, a few hundred meters a decision.
// Guarantees: what stands already costs a look and no row; a day that has passed with the days around it is left to people. From one thread.   Begin with take_in_time().
#pragma once
#include <optional>

#include "devices/facts.h"
#include "store/books.h"

namespace kwota::head_end {

class Reviews {
 public:
  Reviews(store::Books& books, const Clock& clock, devices::Known devices) : books_(books), clock_(clock), devices_(devices) {}
  /// Gives how many were taken in.
  Result<std::size_t> take_in_time();

 private:
  store::Books& books_;
  const Clock& clock_;
  const devices::Known devices_;
  std::optional<std::int64_t> looked_at_;  ///< half hour since the epoch
};

/// Everything that has come for that day, in as many decisions as it takes; gives how many changed. Errors as review::take_in().
Result<std::size_t> take_in_day(store::Books& books, const std::string& route, const LocalDate& day, Instant now, const devices::Known& devices, const std::string& by);

}  // namespace kwota::head_end
