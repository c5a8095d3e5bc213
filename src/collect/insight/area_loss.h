// What transformer areas lose day by day, and which of their meters count less on the days on which more is lost.
// Guarantees: a day has a loss only with its total meter and nineteen of twenty meters known at both midnights; an area is looked at closer only when it
// loses more than it used to, so that what always moved together is no sign.   Begin with LossWatch.
#pragma once
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/reader.h"

namespace kwota::insight {

/// The usual loss is the median of so many days; so many of them must be known. [K]
inline constexpr std::int64_t usual_days = 90, usual_days_known = 45;
/// The loss of so many days is held against it; it is raised by more than so much of what was supplied, in 1/10,000. [K]
inline constexpr std::int64_t loss_days = 30, loss_raised_least = 300;
/// A meter moves with the loss when what it counts falls as the loss rises: correlation above 0.6, on so many days at least. [K]
inline constexpr std::int64_t correlated_percent = 60, correlated_days_least = 20;

/// Of the last loss_days before today, on the days that have one.
struct AreaLossWatched {
  std::string area;
  std::int64_t supplied_wh = 0, lost_wh = 0;
  std::int64_t days = 0;
  std::optional<std::int64_t> usual_myriad;  ///< median of the daily losses; nothing: too few days are known
  bool raised = false;
  std::set<MeterNumber> meters;              ///< installed there, and those of its wells
  std::set<MeterNumber> with_loss;           ///< those that move with it; none while the loss is not raised
};

class LossWatch {
 public:
  LossWatch(const books::Reader& books, std::int64_t today);
  /// By area; those without a day that has a loss are left out.
  const std::vector<AreaLossWatched>& areas() const { return areas_; }
  bool moves_with_loss(MeterNumber meter) const { return with_loss_.contains(meter); }

 private:
  std::vector<AreaLossWatched> areas_;
  std::set<MeterNumber> with_loss_;
};

/// Whether the correlation of both is above correlated_percent.
bool correlated(const std::vector<std::int64_t>& one, const std::vector<std::int64_t>& other);

}  // namespace kwota::insight
