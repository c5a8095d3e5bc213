// Reading days and their review: routes as a register, the work list of a day, readings that are typed, and what reviewers decide. Nothing is decided here: collect/review.
#include <functional>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/text/parts.h"
#include "collect/readings/due.h"
#include "collect/review/decide.h"
#include "collect/review/period_losses.h"
#include "collect/review/work_list.h"
#include "serve/api/called.h"
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
using books::ReviewedReading;

constexpr std::int64_t months_usual = 3, months_most = 24, periods_most = 12;
constexpr std::size_t rows_most = 2'000;
constexpr auto no_reading = "missing";

const auto reading_routes = kept<books::ReadingRoute>(put_row<books::ReadingRoute, review::put_route>);

// ---- what is shown ------------------------------------------------------------------------------------------------------

object figures_json(const std::string& text) {
  object out;
  for (const auto& [name, figure] : review::parse_figures(text)) out[name] = figure;
  return out;
}

value day_text(const std::optional<LocalDate>& day) { return day ? value(format_date(*day)) : value(nullptr); }

array codes_in(std::string_view text) {
  array out;
  for (const auto code : parts_of(text)) out.emplace_back(code);
  return out;
}

object reading_json(const ReviewedReading& row) {
  return {{"meter", to_text(row.meter)}, {"day", format_date(row.day)}, {"route", row.route}, {"state", word_of(row.state)}, {"source", word_of(row.source)},
          {"taken", time_text(row.taken)}, {"energy", format_kwh(row.energy)}, {"at_day", format_kwh(row.at_day)}, {"before_day", day_text(row.before_day)},
          {"before", energy_text(row.before)}, {"used", energy_text(row.used)}, {"usual", energy_text(row.usual)}, {"finding", row.finding},
          {"figures", figures_json(row.figures)}, {"also", codes_in(row.also)}, {"reason", row.reason}, {"decided_by", row.decided_by},
          {"changed", time_text(row.changed)}, {"changes", row.changes}};
}

/// For whom nothing stands yet.
object missing_json(const review::WorkItem& item, const LocalDate& day, const std::string& route) {
  object out{{"meter", to_text(item.point.meter)}, {"day", format_date(day)}, {"route", route}, {"state", no_reading}, {"changes", 0}};
  out["before_day"] = item.former ? value(format_date(item.former->day)) : value(nullptr);
  out["before"] = item.former ? energy_text(item.former->energy) : value(nullptr);
  return out;
}

object item_json(const books::Reader& books, const review::WorkItem& item, const LocalDate& day, const std::string& route) {
  auto out = item.row ? reading_json(*item.row) : missing_json(item, day, route);
  if (item.row) say_people(books, out, {"decided_by"});
  out["account"] = item.point.account;
  out["area"] = item.point.area;
  out["total_of"] = item.point.total_of;
  const auto meter = books.find<books::Meter>(item.point.meter);
  out["commodity"] = word_of(meter ? meter->commodity : Commodity{});
  std::string name, address;
  if (const auto account = books.find<books::Account>(item.point.account)) {
    if (const auto customer = books.find<books::Customer>(account->customer)) name = customer->name;
    if (const auto point = books.find<books::ServicePoint>(account->service_point)) address = point->address;
  }
  out["customer_name"] = name;
  out["address"] = address;
  return out;
}

object counts_json(const review::DayCounts& counts) {
  object out{{"meters", counts.meters}, {no_reading, counts.missing}};
  for (std::size_t i = 0; i < counts.in_state.size(); ++i) out[words_of(books::ReviewState{})[i]] = counts.in_state[i];
  object sources;
  for (std::size_t i = 0; i < counts.of_source.size(); ++i) sources[words_of(books::ReadingSource{})[i]] = counts.of_source[i];
  out["sources"] = std::move(sources);
  return out;
}

review::Sees sees(const Seen& seen) {
  return [seen](MeterNumber meter) { return seen(to_text(meter)); };
}

Result<LocalDate> day_in(const Call& call) { return parse_date(call.path.at("day")); }
Result<MeterNumber> meter_in(const Call& call) { return parse_meter_number(call.path.at("meter")); }

// ---- looking ------------------------------------------------------------------------------------------------------------

/// The reading days of all routes, the newest first; routes that have no meter that the caller may see are left out.
void get_reading_days(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    TRY(zone, readings::zone_of(books));
    const auto today = zone.local(server.clock.now()).date;
    const auto asked = parameter_number(*call, "months");
    const auto from = date_of_day(day_number(today) - 31 * std::clamp<std::int64_t>(asked > 0 ? asked : months_usual, 1, months_most));
    array rows;
    auto meters = review::meters_by_route(books);
    for (const auto& route : books.all<books::ReadingRoute>()) {
      const auto& points = meters[route.code];
      for (const auto& day : review::reading_days(route, from, today)) {
        const auto counts = review::day_counts(books, points, day, sees(seen));
        if (counts.meters == 0) continue;
        auto row = counts_json(counts);
        row["route"] = route.code;
        row["name"] = route.name;
        row["day"] = format_date(day);
        rows.push_back(std::move(row));
      }
    }
    std::ranges::stable_sort(rows, std::ranges::greater{}, [](const value& row) { return std::string(row.at("day").as_string()); });
    return object{{"rows", std::move(rows)}};
  });
}

std::function<bool(const ReviewedReading*)> wanted_state(std::string_view state) {
  if (state.empty()) return [](const ReviewedReading*) { return true; };
  if (state == no_reading) return [](const ReviewedReading* row) { return row == nullptr; };
  return [word = parse_word<books::ReviewState>(state)](const ReviewedReading* row) { return row != nullptr && word && row->state == *word; };
}

void get_work(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [call](const books::Reader& books, const Seen& seen) -> Result<object> {
    TRY(day, day_in(*call));
    TRY(route, review::route_named(books, call->path.at("route"), day));
    TRY(zone, readings::zone_of(books));
    auto out = counts_json(review::day_counts(books, route, day, sees(seen)));
    const auto items = review::work_list(books, route, day, zone, sees(seen), wanted_state(call->request.parameter("state")), rows_most);
    array rows;
    for (const auto& item : items) rows.push_back(item_json(books, item, day, route.code));
    out["route"] = route.code;
    out["name"] = route.name;
    out["day"] = format_date(day);
    out["more"] = rows.size() == rows_most;
    out["rows"] = std::move(rows);
    return out;
  });
}

object step_json(const books::Reader& books, const books::ReviewStep& step) {
  object out{{"number", step.number}, {"time", time_text(step.time)}, {"state", word_of(step.state)}, {"source", word_of(step.source)}, {"taken", time_text(step.taken)},
          {"energy", format_kwh(step.energy)}, {"finding", step.finding}, {"figures", figures_json(step.figures)}, {"reason", step.reason}, {"decided_by", step.decided_by}};
  say_people(books, out, {"decided_by"});
  return out;
}

/// How it came to stand there, and all that could stand there instead.
void get_reading(ServerParts& server, const CallPtr& call) {
  look(server, call, "meters", "number", [&server, call](const books::Reader& books, const Seen&) -> Result<object> {
    TRY(day, day_in(*call));
    TRY(meter, meter_in(*call));
    TRY(route, review::route_on(books, meter, day));
    TRY(zone, readings::zone_of(books));
    const auto point = books.find<books::Meter>(meter);
    const auto& facts = server.devices.facts_of(point ? point->model : "");
    const review::MeterDay at{meter, route, day, zone, facts};
    const auto row = books.find<ReviewedReading>(meter, day);
    array steps, others;
    for (const auto& step : books.select<books::ReviewStep>(meter, day)) steps.push_back(step_json(books, step));
    for (const auto& one : review::candidates(books, meter, day, at.around(), facts, zone))
      others.push_back(object{{"source", word_of(one.source)}, {"taken", time_text(one.taken)}, {"energy", format_kwh(one.energy)}});
    return object{{"reading", row ? value(reading_json(*row)) : value(nullptr)}, {"steps", std::move(steps)}, {"candidates", std::move(others)}};
  });
}

void get_period_losses(ServerParts& server, const CallPtr& call) {
  look(server, call, "areas", "area", [&server, call](const books::Reader& books, const Seen& seen) -> Result<object> {
    TRY(zone, readings::zone_of(books));
    const auto today = zone.local(server.clock.now()).date;
    const auto asked = parameter_number(*call, "periods");
    array rows;
    for (const auto& area : books.all<books::AreaMeter>()) {
      if (!seen(area.area)) continue;
      TRY(losses, review::period_losses(books, area, today, static_cast<std::size_t>(std::clamp<std::int64_t>(asked > 0 ? asked : 3, 1, periods_most))));
      for (const auto& loss : losses) rows.push_back(loss_json(loss));
    }
    return object{{"rows", std::move(rows)}};
  });
}

// ---- deciding -----------------------------------------------------------------------------------------------------------


using Part = std::function<review::PartAnswer(const books::Reader&, const LocalDate&, const review::Part&, const people::Context&)>;

/// The whole day, in as many decisions as it takes; sales come between two of them.
void whole_day(ServerParts& server, const CallPtr& call, books::Right right, Part part) {
  server.workers.run([&server, call, right, part = std::move(part)] {
    const auto day = day_in(*call);
    const auto mine = seen(server, visibility_of(*call->who), "meters", "number");
    if (!day || !mine) return call->refuse(day ? mine.error() : day.error());
    const auto context = context_of(server, *call);
    std::size_t changed = 0, left = 0;
    for (std::optional<MeterNumber> next = MeterNumber{}; next;) {
      const review::Part piece{.sees = sees(*mine), .from = *next};
      const auto done = server.books.run(actor_of(*call, right), [&](const books::Reader& books) { return part(books, *day, piece, context); });
      if (!done) return call->refuse(done.error());
      changed += done->changed;
      left += done->left;
      next = done->next;
    }
    call->answer(value(object{{"changed", changed}, {"left", left}}));
  });
}

void post_take_in(ServerParts& server, const CallPtr& call) {
  whole_day(server, call, "readings_write", [route = call->path.at("route")](const books::Reader& books, const LocalDate& day, const review::Part& part, const people::Context& context) {
    return review::take_in(books, route, day, part, context.now, context.devices);
  });
}

void post_estimate(ServerParts& server, const CallPtr& call) {
  whole_day(server, call, "readings_review", [route = call->path.at("route")](const books::Reader& books, const LocalDate& day, const review::Part& part, const people::Context& context) {
    return review::estimate_missing(books, route, day, part, context);
  });
}

void post_release(ServerParts& server, const CallPtr& call) {
  whole_day(server, call, "readings_review", [route = call->path.at("route")](const books::Reader& books, const LocalDate& day, const review::Part& part, const people::Context& context) {
    return review::release_day(books, route, day, part, context);
  });
}

void post_typed(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto meter = parse_meter_number(body.text("meter"));
  const auto day = parse_date(body.text("day"));
  const auto read_on = body.text("read_on").empty() ? day : parse_date(body.text("read_on"));
  if (!meter) return call->refuse(meter.error());
  if (!day || !read_on) return call->refuse(day ? read_on.error() : day.error());
  const review::Typed typed{*meter, *day, body.text("energy"), *read_on, body.text("remark")};
  decide(server, call, "readings_write",
         [typed, context = context_of(server, *call)](const books::Reader& books) { return review::type_in(books, typed, context); }, reading_json);
}

void post_state(ServerParts& server, const CallPtr& call) {
  const Asked body(call->body);
  const auto meter = meter_in(*call);
  const auto day = day_in(*call);
  const auto to = detail::word_in<books::ReviewState>("state", body.text("state"));
  if (!meter) return call->refuse(meter.error());
  if (!day) return call->refuse(day.error());
  if (!to) return call->refuse(to.error());
  const review::Change wanted{*meter, *day, *to, body.text("reason"), body.number("changes")};
  decide(server, call, "readings_review",
         [wanted, context = context_of(server, *call)](const books::Reader& books) { return review::change(books, wanted, context); }, reading_json);
}

}  // namespace

void add_review_files(std::vector<imports::Importable>& to) { add_files(to, reading_routes); }

void add_review_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  add_register(router, server, reading_routes);
  on("GET", "/reading-days", "statements_read", get_reading_days);
  on("GET", "/reading-days/{route}/{day}", "statements_read", get_work);
  on("POST", "/reading-days/{route}/{day}/take-in", "readings_write", post_take_in);
  on("POST", "/reading-days/{route}/{day}/estimate", "readings_review", post_estimate);
  on("POST", "/reading-days/{route}/{day}/release", "readings_review", post_release);
  on("POST", "/typed-readings", "readings_write", post_typed);
  on("GET", "/reviewed-readings/{meter}/{day}", "statements_read", get_reading);
  on("POST", "/reviewed-readings/{meter}/{day}/state", "readings_review", post_state);
  on("GET", "/collection/period-losses", "meters_read", get_period_losses);
}

}  // namespace kwota::serve
