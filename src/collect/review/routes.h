// Which meters have their reading day together, and on which days. Pure, but for looking places up.
// Guarantees: a meter has at most one route, the most particular one; each month has one reading day of a route.
// Never: looks at a clock.   Begin with route_of(), reading_days().
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "books/rows/field/review.h"
#include "people/context.h"

namespace kwota::review {

/// The active route of the meter's area, else of its village, else of its station, else the one for everybody. Null: it has no reading day.
const books::ReadingRoute* route_of(std::span<const books::ReadingRoute> routes, const books::MeterPoint& point);

/// Meters that are installed, or count an area, by meter; an area's total meter belongs where its area does.
std::vector<books::MeterPoint> meters(const books::Reader& books);
/// One of them; nothing: it is neither installed nor counts an area.
std::optional<books::MeterPoint> point_of(const books::Reader& books, MeterNumber meter);
/// Those of one route.
std::vector<books::MeterPoint> meters_of(const books::Reader& books, const books::ReadingRoute& route);
/// Of all routes, looked up once; by code.
std::map<std::string, std::vector<books::MeterPoint>> meters_by_route(const books::Reader& books);

/// Of that month.
LocalDate reading_day(const books::ReadingRoute& route, int year, unsigned month);
/// Between two days, both included; the newest first.
std::vector<LocalDate> reading_days(const books::ReadingRoute& route, const LocalDate& from, const LocalDate& to);
bool is_reading_day(const books::ReadingRoute& route, const LocalDate& day);

/// New or changed. Errors: permission_denied (collection_write), code_missing, name_missing, unknown_place {place}, place_has_route {route}: another active route is
/// for the same place; bad_reading_day {field}: no day of a month, or more days around it than ten.
Result<books::Decision<books::ReadingRoute>> put_route(const books::Reader& books, books::ReadingRoute row, const people::Context& context);

inline constexpr std::int64_t days_around_most = 10;

}  // namespace kwota::review
