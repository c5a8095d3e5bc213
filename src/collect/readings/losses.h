// Losses of a transformer area: what its total meter counted, less what its meters counted over the same days.
// Guarantees: a meter counts only with a register at both ends of the span; what was taken on its reading day counts when it is released and not
// before; registers behind transformers count as primary energy (books/register_ratio.h), and the total meter's times its area's factor, each day by what counted it then (readings/totals.h); the pumps of wells count by their records; how many are without is said beside every figure, and
// with more than one in twenty without a reading there is no figure at all – it would mean nothing. An own total that is not read
// is no loss of 100 %.   Begin with losses().
#pragma once
#include "collect/readings/days.h"

namespace kwota::readings {

struct Loss {
  std::string area;
  Commodity commodity = Commodity::electricity;  ///< that its total meter counts; meters of another are not its business
  LocalDate from, to;           ///< from the beginning of that day to the one of this day
  std::optional<Energy> register_from, register_to;  ///< of the total meter, as it showed at either end; nothing: not read, or the area was counted by another then
  std::optional<Energy> total;  ///< between the two, times its factor; nothing: not read at both ends
  Energy used;                  ///< of the meters that were read at both ends
  std::size_t meters = 0, read = 0;
  std::vector<MeterNumber> without;   ///< a reading, at one end or both; also those whose register went back
  std::size_t unreleased = 0;         ///< of these: it was read, and nobody has released it; the total meter counts too
  std::optional<Energy> loss;         ///< total - used; negative: more was used than came in
  std::optional<std::int64_t> per_myriad;  ///< of the total, half up; nothing when nothing came in
  /// One meter of the area; nothing: it is one of those without.
  void add(MeterNumber meter, const std::optional<Energy>& by_it);
  bool complete() const { return total.has_value() && read == meters; }
};

/// Where the area's total meter froze its register as both days began, they begin there; else with the first reading of its plan.
/// Readings up to so long after a day's first moment stand for that moment.
inline constexpr Duration boundary_window = Duration::hours(books::boundary_hours);
/// With more than 5 % of the meters unread there is no figure (console.md, R16).
inline constexpr std::size_t unread_percent_most = 5;

/// `material.rows` and `.heard` reach from `from` to the end of `to`. `area`: its total meter.
Loss losses(const Material& material, const books::AreaMeter& area, const LocalDate& from, const LocalDate& to);

/// The last days that are held against the setting loss_limit: a week has its Sunday in it. [K]
inline constexpr std::int64_t loss_watch_days = 7;
/// Areas that lost more than so many percent over the loss_watch_days before `today`, the worst first.
Result<std::vector<Loss>> losses_above(const books::Reader& books, std::int64_t percent, const LocalDate& today, Instant now);

/// What an area's total meter counts.
Commodity commodity_of(std::span<const books::MeterPoint> points, const books::AreaMeter& area);
/// Gives it a loss, unless it is from too few readings.
void judge(Loss& loss);

}  // namespace kwota::readings
