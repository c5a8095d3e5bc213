// Which of a meter's rows of numbers a watering is in. A module draws each number once; where another module came into the meter, or another meter
// under its number, numbers begin anew, and the second record of a number is another watering and no contradiction.
//   a number goes back while time goes on            numbers began anew: the next series begins with this lock
//   a lock before that                               is of the series before
//   two locks of one number, and each has its proof  two modules have drawn it: two series, whatever a clock says
//   two locks of one number, one without a proof     a contradiction within one series
// Guarantees: a watering that is in the books stays in its series; no series is ever taken away.   Begin with SeriesNow, then by_lock().
#pragma once
#include <map>
#include <optional>
#include <vector>

#include "books/decision.h"
#include "collect/waterings/judge.h"

namespace kwota::waterings {

/// The series of meters as one decision leaves them.
class SeriesNow {
 public:
  SeriesNow(const books::Reader& books, Instant now) : books_(books), now_(now) {}
  /// A record that came for the first time, in the order in which a pump gives them. `start`: of its lock; nothing: it had none.
  void read(MeterNumber meter, std::int64_t number, const std::optional<LocalTime>& start);
  /// In which a lock of that moment was; without a moment the newest.
  std::int64_t at(MeterNumber meter, const std::optional<LocalTime>& start);
  /// That its newest module draws from.
  std::int64_t newest(MeterNumber meter);
  /// One that has no such number yet, beginning beside `series`.
  std::int64_t free_beside(MeterNumber meter, std::int64_t series, const std::vector<std::int64_t>& taken, std::int64_t number, const std::optional<LocalTime>& start);
  void put(books::Changes& changes) const;

 private:
  struct Rows {
    std::vector<books::WellSeries> all;
    std::size_t changed_from = 0;  ///< rows from here on are new or other
  };
  Rows& of(MeterNumber meter);
  void begin(Rows& rows, MeterNumber meter, std::int64_t number, const std::optional<LocalTime>& start);

  const books::Reader& books_;
  Instant now_;
  std::map<MeterNumber, Rows> meters_;
};

/// A watering with its series, and what the books have of it; nothing: it is new.
struct Placed {
  Case one;
  std::optional<books::Watering> before;
};
/// The waterings that a meter had under one number, series by series.
std::vector<Placed> by_lock(const books::Reader& books, SeriesNow& series, const Case& all);

}  // namespace kwota::waterings
