#include "collect/review/routes.h"

#include <algorithm>

#include "base/text/text_gate.h"
#include "books/lookup.h"
#include "collect/readings/keep.h"
#include "people/permissions.h"

namespace kwota::review {
namespace {

unsigned days_of_month(int year, unsigned month) {
  unsigned last = 31;
  while (!valid(LocalDate{year, month, last})) --last;
  return last;
}

bool is_place(const books::Reader& books, const std::string& code) { return books.find<books::Place>(code) || books.find<books::Station>(code); }

bool counts(const books::MeterPoint& point) { return point.installed || !point.total_of.empty(); }

/// An area's total meter belongs where its area does.
void put_in_place(const books::Reader& books, books::MeterPoint& point) {
  if (point.total_of.empty()) return;
  point.area = point.total_of;
  if (const auto place = books.find<books::Place>(point.total_of)) point.village = place->parent, point.station = place->station;
}

Error bad(std::string_view field) {
  return error(Fault::request, "bad_reading_day", "No month has such a reading day; nothing was saved. Look at the marked field.", {{"field", std::string{field}}});
}

}  // namespace

const books::ReadingRoute* route_of(std::span<const books::ReadingRoute> routes, const books::MeterPoint& point) {
  const auto with_place = [&](std::string_view place) -> const books::ReadingRoute* {
    for (const auto& route : routes)
      if (route.state == books::ReadingRouteStatus::active && route.of_place == place) return &route;
    return nullptr;
  };
  for (const auto* place : {&point.area, &point.village, &point.station})
    if (!place->empty())
      if (const auto* route = with_place(*place)) return route;
  return with_place("");
}

std::vector<books::MeterPoint> meters(const books::Reader& books) {
  auto points = books.meter_points();
  std::erase_if(points, [](const books::MeterPoint& point) { return !counts(point); });
  for (auto& point : points) put_in_place(books, point);
  return points;
}

std::optional<books::MeterPoint> point_of(const books::Reader& books, MeterNumber meter) {
  auto point = books::meter_point(books, meter);
  if (!point || !counts(*point)) return std::nullopt;
  put_in_place(books, *point);
  return point;
}

std::map<std::string, std::vector<books::MeterPoint>> meters_by_route(const books::Reader& books) {
  std::map<std::string, std::vector<books::MeterPoint>> out;
  const auto routes = books.all<books::ReadingRoute>();
  if (routes.empty()) return out;
  for (auto& point : meters(books))
    if (const auto* own = route_of(routes, point)) out[own->code].push_back(std::move(point));
  return out;
}

std::vector<books::MeterPoint> meters_of(const books::Reader& books, const books::ReadingRoute& route) { return meters_by_route(books)[route.code]; }

LocalDate reading_day(const books::ReadingRoute& route, int year, unsigned month) {
  return {year, month, std::min(static_cast<unsigned>(route.day_of_month), days_of_month(year, month))};
}

std::vector<LocalDate> reading_days(const books::ReadingRoute& route, const LocalDate& from, const LocalDate& to) {
  std::vector<LocalDate> out;
  const auto first = std::max(from, route.since);
  for (int year = to.year, month = static_cast<int>(to.month); LocalDate{year, static_cast<unsigned>(month), 31} >= first;) {
    const auto day = reading_day(route, year, static_cast<unsigned>(month));
    if (day >= first && day <= to) out.push_back(day);
    if (--month == 0) month = 12, --year;
  }
  return out;
}

bool is_reading_day(const books::ReadingRoute& route, const LocalDate& day) { return day >= route.since && day == reading_day(route, day.year, day.month); }

Result<books::Decision<books::ReadingRoute>> put_route(const books::Reader& books, books::ReadingRoute row, const people::Context& context) {
  MUST(people::require(context.who, "collection_write"));
  MUST(text_gate::admit_code(row.code));
  if (row.name.empty()) return error(Fault::request, "name_missing", "A row needs a name; nothing was saved.", {{"field", "name"}});
  if (!row.of_place.empty() && !is_place(books, row.of_place))
    return error(Fault::request, "unknown_place", "There is no such place; choose one of the list.", {{"place", row.of_place}});
  MUST(readings::within_own_station(books, row.of_place, context));
  if (const auto before = books.find<books::ReadingRoute>(row.code)) MUST(readings::within_own_station(books, before->of_place, context));
  if (row.day_of_month < 1 || row.day_of_month > 31) return bad("day_of_month");
  if (row.days_around < 0 || row.days_around > days_around_most) return bad("days_around");
  for (const auto& other : books.all<books::ReadingRoute>())
    if (row.state == books::ReadingRouteStatus::active && other.state == books::ReadingRouteStatus::active && other.of_place == row.of_place && other.code != row.code)
      return error(Fault::refused, "place_has_route", "These meters have a reading day already; stop that route first, or choose another place.", {{"route", other.code}});
  if (row.since == LocalDate{}) row.since = context.zone.local(context.now).date;
  return books::Decision<books::ReadingRoute>{{{row}, {}}, row};
}

}  // namespace kwota::review
