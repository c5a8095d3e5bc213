// Collection: plans and total meters as registers, and what the office wants to see each morning – how complete the days are, who is
// silent, whose clock is off, what was found, what areas lose.
#include <algorithm>
#include <cstdlib>

#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "collect/readings/due.h"
#include "collect/readings/explain.h"
#include "collect/readings/keep.h"
#include "collect/readings/losses.h"
#include "collect/readings/registers/course.h"
#include "collect/readings/watch.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/api/visibility.h"
#include "serve/desk/shown.h"
#include "serve/office/loss_view.h"
#include "serve/office/register.h"
#include "serve/office/register_files.h"
#include "serve/office/seen_books.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr std::int64_t days_most = 62, by_card_days = 45;

// ---- plans and areas ---------------------------------------------------------------------------------------------------

const auto plans = kept<books::ReadingPlan>(put_row<books::ReadingPlan, readings::put_plan>);
const auto areas = kept<books::AreaMeter>(put_row<books::AreaMeter, readings::put_area>);

// ---- mornings ----------------------------------------------------------------------------------------------------------

/// How many days back; `usual` when the question does not say.
std::int64_t days_back(const Call& call, std::int64_t usual) {
  const auto asked = parameter_number(call, "days");
  return asked > 0 ? std::min(asked, days_most) : usual;
}

LocalDate before(const LocalDate& day, std::int64_t days) { return date_of_day(day_number(day) - days); }

/// The meters that the caller may see, and what was read of them.
Result<readings::Material> material_of(const books::Reader& books, const LocalDate& from, Instant now, const Seen& seen) {
  TRY(material, readings::material_since(books, from, now));
  std::erase_if(material.points, [&](const books::MeterPoint& point) { return !seen(to_text(point.meter)); });
  return material;
}

/// Looks at the books of the last days.
template <class Show>
void show(ServerParts& server, const CallPtr& call, std::int64_t usual_days, Show what) {
  look(server, call, "meters", "number", [&server, call, usual_days, what](const books::Reader& books, const Seen& seen) -> Result<object> {
    const auto now = server.clock.now();
    TRY(zone, readings::zone_of(books));
    const auto today = zone.local(now).date;
    const auto from = before(today, days_back(*call, usual_days) - 1);
    TRY(material, material_of(books, from, now, seen));
    return object{{"rows", what(material, from, today)}};
  });
}

void get_days(ServerParts& server, const CallPtr& call) {
  show(server, call, 14, [](const readings::Material& material, const LocalDate& from, const LocalDate& today) {
    array rows;
    for (const auto& one : readings::days(material, from, today))
      rows.push_back(object{{"day", format_date(one.day)}, {"reading_plan", one.plan}, {"expected", one.expected}, {"read", one.read},
                            {"by_other_way", one.by_other_way}, {"missing", one.missing}});
    return rows;
  });
}

void get_missing(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    TRY(day, parse_date(call->request.parameter("day")));
    TRY(material, material_of(books, day, server.clock.now(), seen));
    array rows;
    for (const auto& one : readings::missing(material, day, call->request.parameter("reading_plan")))
      rows.push_back(object{{"meter", to_text(one.meter)}, {"due", time_text(one.due)}, {"tries", one.tries}, {"error", one.error}, {"waiting", one.waiting}});
    return object{{"rows", std::move(rows)}};
  });
}

void get_silent(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    auto points = books.meter_points();
    std::erase_if(points, [&](const books::MeterPoint& point) { return !seen(to_text(point.meter)); });
    const auto words = books.last_contacts();
    array rows;
    for (const auto& one : readings::silent(points, words, server.clock.now(), Duration::days(days_back(*call, 3)), Duration::days(by_card_days))) {
      object row{{"meter", to_text(one.point.meter)}, {"account", one.point.account}, {"area", one.point.area}, {"station", one.point.station},
                 {"on_line", one.point.link_state == books::LinkStatus::active}, {"trouble", one.point.link_trouble}};
      row["last"] = one.last ? value(time_text(one.last->at)) : value(nullptr);
      row["carrier"] = one.last ? word_of(one.last->carrier) : "";
      rows.push_back(std::move(row));
    }
    return object{{"rows", std::move(rows)}};
  });
}

/// Who has looked into what a reading showed, and what he says of it.
value explanation_json(const std::optional<books::Explanation>& row) {
  if (!row) return nullptr;
  return object{{"explained_by", row->explained_by}, {"explained", time_text(row->explained)}, {"reason", row->reason}, {"note", row->note}};
}

void get_findings(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    const auto now = server.clock.now();
    TRY(zone, readings::zone_of(books));
    TRY(material, material_of(books, before(zone.local(now).date, days_back(*call, 7) - 1), now, seen));
    array rows;
    for (const auto& meter : readings::watched(material, server.devices))
      for (const auto& one : meter.findings) {
        object details;
        for (const auto& [name, text] : one.details) details[name] = text;
        rows.push_back(object{{"meter", to_text(meter.point.meter)}, {"account", meter.point.account}, {"taken", time_text(meter.taken)}, {"code", one.code},
                              {"details", std::move(details)}, {"explanation", explanation_json(readings::explanation_of(books, meter.point.meter, one.code, meter.taken))}});
      }
    return object{{"rows", std::move(rows)}};
  });
}

/// The worst clocks first.
void get_drift(ServerParts& server, const CallPtr& call) {
  show(server, call, 7, [&server](const readings::Material& material, const LocalDate&, const LocalDate&) {
    auto meters = readings::watched(material, server.devices);
    std::erase_if(meters, [](const auto& one) { return !one.drift_seconds; });
    std::ranges::stable_sort(meters, std::ranges::greater{}, [](const auto& one) { return std::abs(*one.drift_seconds); });
    array rows;
    for (const auto& one : meters)
      rows.push_back(object{{"meter", to_text(one.point.meter)}, {"taken", time_text(one.taken)}, {"seconds", *one.drift_seconds}});
    return rows;
  });
}

/// Day by day and area by area, the newest day first.
void get_losses(ServerParts& server, const CallPtr& call) {
  look(server, call, "areas", "area", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    const auto now = server.clock.now();
    TRY(zone, readings::zone_of(books));
    const auto today = zone.local(now).date;
    const auto count = days_back(*call, 7);
    TRY(material, readings::material_since(books, before(today, count), now));
    auto areas_seen = books.all<books::AreaMeter>();
    std::erase_if(areas_seen, [&](const books::AreaMeter& area) { return !seen(area.area); });
    array rows;
    for (std::int64_t back = 0; back < count; ++back)
      for (const auto& area : areas_seen)
        rows.push_back(loss_json(readings::losses(material, area, before(today, back + 1), before(today, back))));
    return object{{"rows", std::move(rows)}};
  });
}

// ---- one meter -----------------------------------------------------------------------------------------------------------

constexpr std::int64_t course_days = 31, course_days_most = 400;

object course_day_json(const readings::CourseDay& one) {
  array rates;
  for (const auto& rate : one.rates) rates.push_back(energy_text(rate));
  return {{"day", format_date(one.day)}, {"energy", energy_text(one.begin)}, {"estimated", one.begin_estimated}, {"used", energy_text(one.used)},
          {"used_estimated", one.used_estimated}, {"rates", std::move(rates)}};
}

object course_span_json(const readings::CourseSpan& one) {
  return {{"from", time_text(one.from)}, {"to", time_text(one.to)}, {"used", format_kwh(one.used)}, {"power", format_decimal(one.watts, 3)}};
}

/// Its register as each day began and what it used then, and how strongly from one word to the next: the newest days up to today.
void get_course(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen&) -> Result<object> {
    TRY(meter, parse_meter_number(call->path.at("number")));
    if (!books.find<books::Meter>(meter)) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", to_text(meter)}});
    TRY(zone, readings::zone_of(books));
    const auto now = server.clock.now();
    const auto today = zone.local(now).date;
    const auto asked = parameter_number(*call, "days");
    const auto count = asked > 0 ? std::min(asked, course_days_most) : course_days;
    const auto course = readings::course(books, meter, before(today, count - 1), today, now, zone);
    array days, spans;
    for (const auto& one : course.days) days.push_back(course_day_json(one));
    for (const auto& one : course.spans) spans.push_back(course_span_json(one));
    return object{{"meter", to_text(meter)}, {"days", std::move(days)}, {"spans", std::move(spans)}};
  });
}

}  // namespace

void add_collection_files(std::vector<imports::Importable>& to) {
  add_files(to, plans);
  add_files(to, areas);
}

void add_collection_routes(Router& router, ServerParts& server) {
  const auto on = [&](std::string pattern, Need need, void (*act)(ServerParts&, const CallPtr&)) {
    router.add({"GET", std::move(pattern), need, [&server, act](const CallPtr& call) { act(server, call); }});
  };
  add_register(router, server, plans);
  add_register(router, server, areas);
  on("/collection/days", "meters_read", get_days);
  on("/collection/missing", "meters_read", get_missing);
  on("/collection/silent", "meters_read", get_silent);
  on("/collection/findings", "meters_read", get_findings);
  on("/collection/drift", "meters_read", get_drift);
  on("/collection/losses", "meters_read", get_losses);
  on("/meters/{number}/course", "statements_read", get_course);
}

}  // namespace kwota::serve
