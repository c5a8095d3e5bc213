// Readings of reading days, taken in and judged as they come: begun anew in each half hour of the books' clock, two hundred meters a look, so that no order waits for it.
// Guarantees: what stands already costs a look and no row; a day that has passed with the days around it is left to people. From one thread.   Begin with take_in_some().
#pragma once
#include <optional>
#include <vector>

#include "books/rows/field/review.h"
#include "devices/facts.h"
#include "store/books.h"

namespace kwota::head_end {

class Reviews {
 public:
  Reviews(store::Books& books, const Clock& clock, devices::Known devices) : books_(books), clock_(clock), devices_(devices) {}
  /// The next meters of those that have a reading day; gives how many readings changed.
  Result<std::size_t> take_in_some();

 private:
  struct OpenDay {
    books::ReadingRoute route;
    LocalDate day;
    std::vector<books::MeterPoint> meters;  ///< not looked at yet; the last are next
  };
  Result<std::vector<OpenDay>> open_days(Instant now);

  store::Books& books_;
  const Clock& clock_;
  const devices::Known devices_;
  std::optional<std::int64_t> begun_;  ///< half hour since the epoch
  std::vector<OpenDay> pending_;
};

}  // namespace kwota::head_end
