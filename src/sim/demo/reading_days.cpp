// Reading days of two routes: a street on a line, whose months are reviewed and released – so there are losses from one day to the next –, and a village whose
// meters speak by their cards alone. The last day is on its reviewer's desk: something of each state.

#include <algorithm>
#include <optional>

#include "base/decimal.h"
#include "collect/review/decide.h"
#include "collect/review/work_list.h"
#include "sim/demo/counter_work.h"
#include "sim/demo/subjects.h"

namespace kwota::demo {
namespace {

constexpr int reviewed_days = 125, newest_day = 3, first_month = 31;
constexpr auto street_route = "yanhe", village_route = "liushu";

using Items = std::vector<review::WorkItem>;

/// The day as it is reviewed now; its route keeps the day of the month on which the newest falls.
bool is_reading_day(const History& history, int day) {
  books::ReadingRoute route;
  route.day_of_month = history.date(history.last() - newest_day).day;
  return review::is_reading_day(route, history.date(day));
}

Result<void> make_route(History& now, const std::string& code, const std::string& name, const std::string& place) {
  books::ReadingRoute route{.code = code, .name = name, .of_place = place, .day_of_month = now.date(now.last() - newest_day).day, .since = now.today()};
  MUST(now.decide(at_desk("tech"), "collection_write", [&](const books::Reader& reader, const people::Context& context) { return review::put_route(reader, route, context); }));
  return {};
}

Result<void> takes_in(History& now, const std::string& route, int day) {
  MUST(now.decide(at_desk("tech"), "readings_write", [&](const books::Reader& reader, const people::Context& context) {
    return review::take_in(reader, route, now.date(day), {}, context.now, context.devices);
  }));
  return {};
}

Result<Items> items(History& now, const std::string& route, int day, const std::function<bool(const books::ReviewedReading*)>& wants) {
  return now.ask([&](const books::Reader& reader) -> Result<Items> {
    TRY(row, review::route_named(reader, route, now.date(day)));
    constexpr std::size_t most = 500;
    return review::work_list(reader, row, now.date(day), now.zone(), {}, wants, most);
  });
}

bool waits(const books::ReviewedReading* row) { return row != nullptr && row->state == books::ReviewState::suspicious; }
bool is_missing(const books::ReviewedReading* row) { return row == nullptr; }

Result<void> becomes(History& now, MeterNumber meter, int day, books::ReviewState to, const std::string& reason) {
  MUST(now.decide(at_desk("zhao"), "readings_review", [&](const books::Reader& reader, const people::Context& context) {
    const auto row = reader.find<books::ReviewedReading>(meter, now.date(day));
    return review::change(reader, {meter, now.date(day), to, reason, row ? row->changes : 0}, context);
  }));
  return {};
}

Result<void> types(History& now, MeterNumber meter, int day, Energy energy, const std::string& remark) {
  MUST(now.decide(at_desk("tech"), "readings_write", [&](const books::Reader& reader, const people::Context& context) {
    return review::type_in(reader, {meter, now.date(day), format_kwh(energy), now.date(day), remark}, context);
  }));
  return {};
}

Result<void> estimate_from(History& now, const std::string& route, int day, MeterNumber from) {
  MUST(now.decide(at_desk("zhao"), "readings_review", [&](const books::Reader& reader, const people::Context& context) {
    return review::estimate_missing(reader, route, now.date(day), {.sees = {}, .from = from}, context);
  }));
  return {};
}

/// A month that is done with: looked at, estimated where nobody was reached, released.
Result<void> review_whole(History& now, int day) {
  MUST(takes_in(now, street_route, day));
  TRY(odd, items(now, street_route, day, waits));
  for (const auto& one : odd) MUST(becomes(now, one.point.meter, day, books::ReviewState::released, "已与用户核实"));
  MUST(estimate_from(now, street_route, day, {}));
  MUST(now.decide(at_desk("zhao"), "readings_review", [&](const books::Reader& reader, const people::Context& context) {
    return review::release_day(reader, street_route, now.date(day), {}, context);
  }));
  return {};
}

/// What the technician wrote down of the first whom nothing else reached: his meter, if there is one with a reading before.
Result<std::optional<MeterNumber>> read_by_eye(History& now, const std::string& route, int day, std::int64_t more_kwh, const std::string& remark) {
  TRY(missing, items(now, route, day, is_missing));
  const auto one = std::find_if(missing.begin(), missing.end(), [](const auto& item) { return item.former.has_value(); });
  if (one == missing.end()) return std::optional<MeterNumber>();
  MUST(types(now, one->point.meter, day, one->former->energy + Energy::kwh(more_kwh), remark));
  return std::optional(one->point.meter);
}

/// Too much by far, and of another meter: rejected. What is estimated is taken of meters further on in the list; a rejected one among them would be, too.
Result<void> read_at_the_wrong_meter(History& now, const std::string& route, int day, std::int64_t more_kwh, const std::string& remark) {
  TRY(meter, read_by_eye(now, route, day, more_kwh, remark));
  if (meter) MUST(becomes(now, *meter, day, books::ReviewState::rejected, "抄错表号"));
  return {};
}

Result<void> leave_on_the_desk(History& now) {
  const int day = now.last() - newest_day;
  MUST(now.settle());
  MUST(takes_in(now, street_route, day));
  MUST(takes_in(now, village_route, day));
  MUST(read_at_the_wrong_meter(now, street_route, day, 4'000, "集中器不通，现场抄读"));
  TRY(good, items(now, street_route, day, [](const auto* row) { return row != nullptr && row->state == books::ReviewState::plausible; }));
  for (std::size_t i = 0; i < good.size() && i < 4; ++i) MUST(becomes(now, good[i].point.meter, day, books::ReviewState::released, ""));
  // On some days a single one is missing who was read before: of what somebody typed comes first what nothing else brings.
  MUST(read_at_the_wrong_meter(now, village_route, day, 5'000, "现场抄读"));
  MUST(read_by_eye(now, village_route, day, 3'600, "现场抄读，数字看不清"));
  MUST(read_by_eye(now, village_route, day, 95, "现场抄读"));
  TRY(missing, items(now, village_route, day, is_missing));
  if (missing.size() < 3) return {};
  return estimate_from(now, village_route, day, missing[missing.size() / 2].point.meter);
}

}  // namespace

Result<void> review_reading_days(History& history, Village&) {
  const int first = std::max(history.last() - reviewed_days, street_is_lived_in);
  if (first + first_month > history.last()) return {};  // a short history has none
  history.on(first, [](History& now) { return make_route(now, street_route, "河沿路", "A071"); });
  history.on(history.last() - newest_day - 5, [](History& now) { return make_route(now, village_route, "柳树庄", "V02"); });
  for (int day = first + 1; day < history.last() - newest_day; ++day)
    if (is_reading_day(history, day)) history.on(day + 1, [day](History& now) { return review_whole(now, day); });
  history.on(history.last() - 1, leave_on_the_desk);
  return {};
}

}  // namespace kwota::demo
