#include "collect/review/work_list.h"

#include <algorithm>

namespace kwota::review {
namespace {

const books::ReviewedReading* row_of(const std::vector<books::ReviewedReading>& rows, MeterNumber meter) {
  const auto at = std::ranges::lower_bound(rows, meter, {}, &books::ReviewedReading::meter);
  return at != rows.end() && at->meter == meter ? &*at : nullptr;
}

}  // namespace

DayCounts day_counts(const books::Reader& books, std::span<const books::MeterPoint> meters, const LocalDate& day, const Sees& sees) {
  const auto rows = books.select<books::ReviewedReading>(books::ReviewedReading::by_day, day);
  DayCounts out;
  for (const auto& point : meters) {
    if (sees && !sees(point.meter)) continue;
    ++out.meters;
    const auto* row = row_of(rows, point.meter);
    if (row == nullptr) {
      ++out.missing;
      continue;
    }
    ++out.in_state[static_cast<std::size_t>(row->state)];
    ++out.of_source[static_cast<std::size_t>(row->source)];
  }
  return out;
}

DayCounts day_counts(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, const Sees& sees) {
  return day_counts(books, meters_of(books, route), day, sees);
}

std::vector<WorkItem> work_list(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, const Zone& zone, const Sees& sees,
                                const std::function<bool(const books::ReviewedReading*)>& wants, std::size_t most) {
  const auto rows = books.select<books::ReviewedReading>(books::ReviewedReading::by_day, day);
  std::vector<WorkItem> out;
  for (auto& point : meters_of(books, route)) {
    if (sees && !sees(point.meter)) continue;
    const auto* row = row_of(rows, point.meter);
    if (!wants(row)) continue;
    if (out.size() == most) break;
    const MeterDay at{point.meter, route, day, zone, devices::nothing_known({})};
    WorkItem item{.point = std::move(point), .row = row == nullptr ? std::nullopt : std::optional{*row}, .former = {}};
    if (row == nullptr) item.former = former_of(books, at);
    out.push_back(std::move(item));
  }
  return out;
}

}  // namespace kwota::review
