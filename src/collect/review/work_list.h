// What is to be done on a reading day: which meters are due, what stands for each, and how many are in which state.
// Guarantees: counts = all meters of the route; a meter for which nothing has come is in the list, and missing.   Begin with work_list(), day_counts().
#pragma once
#include <array>
#include <functional>
#include <vector>

#include "collect/review/judge.h"

namespace kwota::review {

struct WorkItem {
  books::MeterPoint point;
  std::optional<books::ReviewedReading> row;  ///< nothing: no reading came
  std::optional<Former> former;
};

using Sees = std::function<bool(MeterNumber)>;

struct DayCounts {
  std::size_t meters = 0, missing = 0;
  std::array<std::size_t, words_of(books::ReviewState{}).size()> in_state{};    ///< by ReviewState
  std::array<std::size_t, words_of(books::ReadingSource{}).size()> of_source{}; ///< by ReadingSource
};
DayCounts day_counts(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, const Sees& sees);
/// The same of meters that were looked up already.
DayCounts day_counts(const books::Reader& books, std::span<const books::MeterPoint> meters, const LocalDate& day, const Sees& sees);

/// By meter. `wants` (row or none) says which.
std::vector<WorkItem> work_list(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, const Zone& zone, const Sees& sees,
                                const std::function<bool(const books::ReviewedReading*)>& wants, std::size_t most);

}  // namespace kwota::review
