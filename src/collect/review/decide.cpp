#include "collect/review/decide.h"


#include <algorithm>
#include <span>

#include "base/cause.h"
#include "base/ids_text.h"
#include "base/text/typed_register.h"
#include "books/lookup.h"
#include "collect/readings/due.h"
#include "people/permissions.h"

namespace kwota::review {
namespace {

using books::ReadingSource;
using books::ReviewedReading;
using books::ReviewState;

using Decided = Result<books::Decision<ReviewedReading>>;

Error no_day(const LocalDate& day) {
  return error(Fault::request, "no_reading_day", "That is no reading day of these meters; nothing was changed. Look at the route's day of the month.", {{"day", format_date(day)}});
}

/// The row as it stands from now on, and the step that says how it came to. `by`: the person who decided; `typist`: who brought the reading, which decides nothing.
void put(books::Changes& changes, ReviewedReading& row, const std::optional<ReviewedReading>& before, const std::string& by, const std::string& reason, Instant now,
         const std::string& typist = {}) {
  row.changes = (before ? before->changes : 0) + 1;
  row.decided_by = by;
  row.reason = reason;
  row.changed = now;
  changes.put.emplace_back(row);
  changes.put.emplace_back(books::ReviewStep{.meter = row.meter, .day = row.day, .number = row.changes, .time = now, .state = row.state, .source = row.source, .taken = row.taken,
                                             .energy = row.energy, .finding = row.finding, .figures = row.figures, .reason = reason, .decided_by = by.empty() ? typist : by});
}

/// What a person decided stays, but for an estimate. A rejected one gives way to another reading, which is not that one: judge.h sees to it.
bool may_be_replaced(const ReviewedReading& row) {
  return row.source == ReadingSource::estimate || row.state == ReviewState::rejected || (row.decided_by.empty() && row.state != ReviewState::released);
}

bool same(const ReviewedReading& a, const ReviewedReading& b) {
  return a.source == b.source && a.taken == b.taken && a.energy == b.energy && a.at_day == b.at_day && a.finding == b.finding && a.figures == b.figures && a.also == b.also;
}

/// What all meters of a day have in common.
struct Day {
  books::ReadingRoute route;
  Zone zone;
  LocalDate day;
};

Result<Day> day_of(const books::Reader& books, const std::string& route, const LocalDate& day) {
  TRY(row, route_named(books, route, day));
  TRY(zone, readings::zone_of(books));
  return Day{std::move(row), std::move(zone), day};
}

enum class Did : std::uint8_t { nothing, changed, left };

/// Goes through the meters of a day until it has changed enough. `act`(meter's day, what stands, changes) says what it did.
template <class Act>
PartAnswer each(const books::Reader& books, const Day& day, const Part& part, const devices::Known& devices, Act act) {
  books::Decision<PartDone> out{};
  for (const auto& point : meters_of(books, day.route)) {
    if (point.meter < part.from || (part.sees && !part.sees(point.meter))) continue;
    if (out.answer.changed == changes_a_decision) {
      out.answer.next = point.meter;
      break;
    }
    const MeterDay at{point.meter, day.route, day.day, day.zone, devices.facts_of(point.model)};
    const Did did = act(at, books.find<ReviewedReading>(point.meter, day.day), out.changes);
    if (did == Did::changed) ++out.answer.changed;
    if (did == Did::left) ++out.answer.left;
  }
  return out;
}

Did take_in_one(const books::Reader& books, const MeterDay& at, const std::optional<ReviewedReading>& before, Instant now, books::Changes& changes) {
  if (before && !may_be_replaced(*before)) return Did::nothing;
  auto row = judged(books, at, now);
  if (!row || (before && same(*before, *row))) return Did::nothing;
  put(changes, *row, before, "", "", now);
  return Did::changed;
}

std::string typed_by(const books::Reader& books, const ReviewedReading& row) {
  if (row.source != ReadingSource::typed) return {};
  const auto typed = books.last<books::TypedReading>(row.meter, row.day);
  return typed ? typed->typed_by : std::string{};
}

/// Nobody hears this meter, and its balance is at the server: what is released is charged.
bool is_charged_by_it(const books::Reader& books, MeterNumber meter) {
  if (books.find<books::MeterLink>(meter)) return false;
  const auto account = books::account_of_meter(books, meter);
  const auto balance = account ? books.find<books::RemoteAccount>(account->number) : std::nullopt;
  return balance && balance->state == books::RemoteAccountStatus::active;
}

/// Money takes two people: one reads, another releases.
bool needs_another(const books::Reader& books, const ReviewedReading& row, const people::Context& context) {
  return typed_by(books, row) == context.who.name && is_charged_by_it(books, row.meter);
}

Result<void> may_release(const books::Reader& books, const ReviewedReading& row, const Change& wanted, const people::Context& context) {
  if (needs_another(books, row, context))
    return error(Fault::refused, "own_reading_charged", "You typed this reading yourself, and its customer is charged by it; somebody else releases it.", {{"meter", to_text(row.meter)}});
  if (row.state == ReviewState::rejected)
    return error(Fault::refused, "reading_rejected", "This reading was rejected and cannot be released; estimate it, or type what the meter shows.", {{"meter", to_text(row.meter)}});
  if (row.state != ReviewState::suspicious) return Done{};
  if (wanted.reason.empty()) return error(Fault::request, "reason_missing", "A reason is needed; nothing was changed.");
  if (typed_by(books, row) == context.who.name)
    return error(Fault::refused, "own_reading", "You typed this reading yourself, and a rule found something in it; somebody else releases it.", {{"meter", to_text(row.meter)}});
  return Done{};
}

Error cannot_become(const ReviewedReading& row) {
  return error(Fault::refused, "review_state", "What stands here cannot become that; look at it again.", {{"state", std::string{word_of(row.state)}}});
}

Decided decided(const ReviewedReading& before, ReviewedReading row, const Change& wanted, const people::Context& context) {
  books::Decision<ReviewedReading> out{};
  put(out.changes, row, before, context.who.name, wanted.reason, context.now);
  out.answer = row;
  return out;
}

Decided estimated(const books::Reader& books, const std::optional<ReviewedReading>& before, const Change& wanted, const people::Context& context) {
  if (before && before->state == ReviewState::released) return cannot_become(*before);
  TRY(route, route_on(books, wanted.meter, wanted.day));
  TRY(zone, readings::zone_of(books));
  const auto point = point_of(books, wanted.meter);
  TRY(row, estimate(books, {wanted.meter, route, wanted.day, zone, context.devices.facts_of(point ? point->model : "")}, context.now));
  books::Decision<ReviewedReading> out{};
  put(out.changes, row, before, context.who.name, wanted.reason, context.now);
  out.answer = row;
  return out;
}

/// Neither tomorrow nor so far from the day that it says nothing of it.
Result<void> check_read_on(const Typed& typed, const MeterDay& at, Instant now) {
  const auto span = at.around();
  const auto last = std::min(date_of_day(day_number(at.zone.local(span.to).date) - 1), at.zone.local(now).date);
  const auto first = at.zone.local(span.from).date;
  if (typed.read_on >= first && typed.read_on <= last) return Done{};
  return error(Fault::request, "bad_read_on", "A reading of this reading day is taken on these days; nothing was saved.", {{"from", format_date(first)}, {"to", format_date(last)}});
}

}  // namespace

Result<books::ReadingRoute> route_named(const books::Reader& books, const std::string& route, const LocalDate& day) {
  const auto row = books.find<books::ReadingRoute>(route);
  if (!row) return error(Fault::request, "unknown_route", "There is no such route; choose one of the list.", {{"route", route}});
  if (!is_reading_day(*row, day)) return no_day(day);
  return *row;
}

Result<books::ReadingRoute> route_on(const books::Reader& books, MeterNumber meter, const LocalDate& day) {
  const auto point = point_of(books, meter);
  if (!point) return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.", {{"meter", to_text(meter)}});
  const auto routes = books.all<books::ReadingRoute>();
  const auto* route = route_of(routes, *point);
  if (route == nullptr || !is_reading_day(*route, day)) return no_day(day);
  return *route;
}

PartAnswer take_in(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, Instant now, const devices::Known& devices) {
  TRY(common, day_of(books, route, day));
  return each(books, common, part, devices, [&](const MeterDay& at, const std::optional<ReviewedReading>& before, books::Changes& changes) {
    return take_in_one(books, at, before, now, changes);
  });
}

Result<books::Decision<std::size_t>> take_in(const books::Reader& books, const books::ReadingRoute& route, const LocalDate& day, std::span<const books::MeterPoint> meters, Instant now,
                                             const devices::Known& devices) {
  TRY(zone, readings::zone_of(books));
  books::Decision<std::size_t> out{};
  for (const auto& point : meters) {
    const MeterDay at{point.meter, route, day, zone, devices.facts_of(point.model)};
    if (take_in_one(books, at, books.find<ReviewedReading>(point.meter, day), now, out.changes) == Did::changed) ++out.answer;
  }
  return out;
}

PartAnswer estimate_missing(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, const people::Context& context) {
  MUST(people::require(context.who, "readings_review"));
  TRY(common, day_of(books, route, day));
  return each(books, common, part, context.devices, [&](const MeterDay& at, const std::optional<ReviewedReading>& before, books::Changes& changes) {
    if (before && before->state != ReviewState::rejected) return Did::nothing;
    auto row = estimate(books, at, context.now);
    if (!row.ok()) return Did::left;
    put(changes, *row, before, context.who.name, "", context.now);
    return Did::changed;
  });
}

PartAnswer release_day(const books::Reader& books, const std::string& route, const LocalDate& day, const Part& part, const people::Context& context) {
  MUST(people::require(context.who, "readings_review"));
  TRY(common, day_of(books, route, day));
  return each(books, common, part, context.devices, [&](const MeterDay&, std::optional<ReviewedReading> row, books::Changes& changes) {
    if (!row || (row->state != ReviewState::plausible && row->state != ReviewState::estimated)) return Did::nothing;
    if (needs_another(books, *row, context)) return Did::left;
    const auto before = row;
    row->state = ReviewState::released;
    put(changes, *row, before, context.who.name, "", context.now);
    return Did::changed;
  });
}

Result<books::Decision<ReviewedReading>> change(const books::Reader& books, const Change& wanted, const people::Context& context) {
  MUST(people::require(context.who, "readings_review"));
  const auto before = books.find<ReviewedReading>(wanted.meter, wanted.day);
  if ((before ? before->changes : 0) != wanted.seen)
    return error(Fault::refused, Cause::version_conflict, "Somebody else has changed it meanwhile; nothing was saved.", {{"what", to_text(wanted.meter)}});
  if (wanted.to == ReviewState::estimated) return estimated(books, before, wanted, context);
  if (!before)
    return error(Fault::refused, "nothing_read", "No reading of this day has come; type one, or estimate it.", {{"meter", to_text(wanted.meter)}, {"day", format_date(wanted.day)}});
  if (wanted.to == before->state || wanted.to == ReviewState::plausible || (wanted.to == ReviewState::suspicious && before->state == ReviewState::rejected)) return cannot_become(*before);
  if (wanted.to == ReviewState::released) {
    MUST(may_release(books, *before, wanted, context));
  } else if (wanted.reason.empty()) {
    return error(Fault::request, "reason_missing", "A reason is needed; nothing was changed.");
  }
  auto row = *before;
  row.state = wanted.to;
  return decided(*before, std::move(row), wanted, context);
}

Result<books::Decision<ReviewedReading>> type_in(const books::Reader& books, const Typed& typed, const people::Context& context) {
  MUST(people::require(context.who, "readings_write"));
  TRY(route, route_on(books, typed.meter, typed.day));
  TRY(zone, readings::zone_of(books));
  TRY(energy, typed_register(typed.energy));
  const auto point = point_of(books, typed.meter);
  const MeterDay at{typed.meter, route, typed.day, zone, context.devices.facts_of(point ? point->model : "")};
  MUST(check_read_on(typed, at, context.now));
  const auto before = books.find<ReviewedReading>(typed.meter, typed.day);
  if (before && before->state == ReviewState::released && before->source != ReadingSource::estimate)
    return error(Fault::refused, "reading_released", "The reading of this day has been released; nothing was saved. Somebody must take another look at it first.", {{"meter", to_text(typed.meter)}});
  const auto last = books.last<books::TypedReading>(typed.meter, typed.day);
  const books::TypedReading row{.meter = typed.meter, .day = typed.day, .number = (last ? last->number : 0) + 1, .read_on = typed.read_on, .energy = energy,
                                .remark = typed.remark, .typed_by = context.who.name, .typed = context.now};
  books::Decision<ReviewedReading> out{{{row}, {}}, {}};
  auto stands = judged(books, at, context.now, &row);
  if (!stands || (before && (same(*before, *stands) || !may_be_replaced(*before)))) {
    out.answer = before.value_or(ReviewedReading{.meter = typed.meter, .day = typed.day, .route = route.code});
    return out;
  }
  put(out.changes, *stands, before, "", typed.remark, context.now, context.who.name);
  out.answer = *stands;
  return out;
}

}  // namespace kwota::review
