// How complete collection is: day by day and plan by plan, and who has not been heard for long.
// Guarantees: expected = read + by other ways + missing; a moment that nobody tried because the program stood still is missing
// too; nothing is expected of a meter before it hung on its line or before its plan began.
// Never: looks at a clock.   Begin with Material, then days() and silent().
#pragma once
#include <map>

#include "books/register_ratio.h"
#include "collect/readings/plan.h"
#include "collect/readings/registers/pumps.h"
#include "collect/readings/registers/registers.h"

namespace kwota::readings {

/// What the books have of a span of days.
struct Material {
  std::vector<books::ReadingPlan> plans;
  std::vector<books::MeterPoint> points;
  std::vector<books::MeterReading> rows;  ///< by meter, then by due
  std::vector<Register> received;            ///< registers() of rows and statements
  Instant now;
  Zone zone = Zone::utc();
  std::vector<books::MeterSwap> swaps{};     ///< of those days
  std::vector<books::ReviewedReading> reviewed{};  ///< of reading days among them; by meter, then by day
  std::vector<PumpCourse> pumps{};           ///< of wells in areas that a total meter counts
  std::map<MeterNumber, books::RegisterRatio> ratios{};  ///< of meters in such areas that stand behind transformers, and of those that were swapped there
  std::vector<books::FormerTotal> former_totals{};  ///< how areas were counted before
  books::RegisterRatio ratio_of(MeterNumber meter) const {
    const auto found = ratios.find(meter);
    return found == ratios.end() ? books::RegisterRatio{} : found->second;
  }
};

/// From the books, since the beginning of a local day.
Result<Material> material_since(const books::Reader& books, const LocalDate& from, Instant now);

struct DayCount {
  LocalDate day;
  std::string plan;
  std::size_t expected = 0;      ///< readings that were due until now
  std::size_t read = 0;          ///< on the line, by the plan
  std::size_t by_other_way = 0;  ///< the line failed, and the meter's word of that time came by card or with a sale, or it was frozen as the day began
  std::size_t missing = 0;
};
/// Both days included; the newest first, plans by code. Days of which nothing was expected are left out.
std::vector<DayCount> days(const Material& material, const LocalDate& from, const LocalDate& to);

struct Missing {
  MeterNumber meter;
  Instant due;
  std::int64_t tries = 0;
  std::string error;      ///< stable code of the last try; empty: nobody tried
  bool waiting = false;   ///< another try will come
};
/// Of one day and plan, by meter.
std::vector<Missing> missing(const Material& material, const LocalDate& day, std::string_view plan);

struct Silent {
  books::MeterPoint point;
  std::optional<books::LastContact> last;  ///< nothing: never heard
};
/// Meters on a line that were not heard for `on_line`, others that were not heard for `by_card`; who was never heard first, then
/// the longest silent. `words`: by meter.
std::vector<Silent> silent(std::span<const books::MeterPoint> points, std::span<const books::LastContact> words, Instant now, Duration on_line,
                           Duration by_card);

}  // namespace kwota::readings
