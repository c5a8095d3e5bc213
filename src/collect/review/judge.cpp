#include "collect/review/judge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cstdlib>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "base/register_turn.h"
#include "books/register_ratio.h"
#include "collect/readings/losses.h"
#include "collect/readings/registers/registers.h"

namespace kwota::review {
namespace {

using books::ReviewedReading;
using books::ReviewState;

constexpr std::size_t periods_looked_at = 12, periods_usual = 6, periods_estimated_by = 3;
constexpr std::int64_t known_days_least = 14, known_days_looked_at = 90;
constexpr auto former_most = Duration::days(62), former_usual = Duration::days(30);

/// What was used in some time.
struct Use {
  Energy energy;
  Duration span;
  Energy in(Duration other) const { return Energy::wh(divide(Wide{energy.wh()} * other.ms(), span.ms(), Round::down) / 10 * 10); }
};

std::vector<ReviewedReading> periods_before(const books::Reader& books, const MeterDay& at) {
  auto rows = books.newest<ReviewedReading>(periods_looked_at, at.meter);
  std::erase_if(rows, [&](const ReviewedReading& row) { return row.day >= at.day || row.state == ReviewState::rejected; });
  return rows;
}

std::optional<Former> of_swap(const books::Reader& books, const MeterDay& at) {
  std::optional<Former> out;
  for (const auto& swap : books.select<books::MeterSwap>(books::MeterSwap::of_new, at.meter))
    if (swap.time < at.around().to) out = Former{at.zone.local(swap.time).date, swap.time, swap.first_register, {}};
  return out;
}

/// Nobody has reviewed this meter yet: the register of about a month before.
std::optional<Former> of_the_books(const books::Reader& books, const MeterDay& at) {
  const auto wanted = at.begin() - former_usual;
  const auto known = candidates(books, at.meter, {}, {at.begin() - former_most, at.begin() - Duration::days(known_days_least)}, at.facts, at.zone);
  const Candidate* best = nullptr;
  for (const auto& one : known)
    if (best == nullptr || std::abs((one.taken - wanted).ms()) < std::abs((best->taken - wanted).ms())) best = &one;
  if (best == nullptr) return std::nullopt;
  return Former{at.zone.local(best->taken).date, best->taken, best->energy, best->remaining};
}

/// By the last periods that end with a true reading, so many at most; before there are such, by what the books know of the last months.
std::optional<Use> use_before(const books::Reader& books, const MeterDay& at, const Former& former, std::size_t periods) {
  Use out{};
  for (const auto& row : periods_before(books, at)) {
    if (periods == 0 || row.source == books::ReadingSource::estimate || !row.used || !row.before_day) continue;
    out.energy += *row.used;
    out.span = out.span + (at.zone.instant({row.day}) - at.zone.instant({*row.before_day}));  // days of 23 and 25 hours among them
    --periods;
  }
  if (out.span >= Duration::days(known_days_least)) return out;
  const auto known = candidates(books, at.meter, {}, {former.at - Duration::days(known_days_looked_at), former.at + Duration::ms(1)}, at.facts, at.zone);
  if (known.empty() || known.back().taken - known.front().taken < Duration::days(known_days_least)) return std::nullopt;
  const auto used = register_went(known.front().energy, known.back().energy, known.back().taken - known.front().taken, at.facts.largest_watts);
  return used ? std::optional{Use{*used, known.back().taken - known.front().taken}} : std::nullopt;
}

bool was_rejected(const std::vector<books::ReviewStep>& steps, const Candidate& one) {
  return std::ranges::any_of(steps, [&](const books::ReviewStep& step) {
    return step.state == ReviewState::rejected && step.source == one.source && step.taken == one.taken && step.energy == one.energy;
  });
}

/// Two registers of one meter that cannot both be true.
std::optional<Candidate> contradicting(const MeterDay& at, const std::vector<Candidate>& all, const Candidate& one) {
  const auto follows = [&](const Candidate& first, const Candidate& second) { return register_went(first.energy, second.energy, second.taken - first.taken, at.facts.largest_watts).has_value(); };
  for (const auto& other : all) {
    const bool before = other.taken < one.taken, after = other.taken > one.taken;
    if ((before && !follows(other, one)) || (after && !follows(one, other))) return other;
  }
  return std::nullopt;
}

/// Of what was typed for the day the newest counts.
void type_over(std::vector<Candidate>& all, const books::TypedReading& typed, const Zone& zone) {
  std::erase_if(all, [](const Candidate& one) { return one.source == books::ReadingSource::typed; });
  Candidate one{.source = books::ReadingSource::typed, .taken = moment_of(typed, zone), .energy = typed.energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}};
  all.insert(std::ranges::upper_bound(all, one.taken, {}, &Candidate::taken), std::move(one));
}

const Candidate* nearest(const std::vector<Candidate>& all, const MeterDay& at) {
  const auto far = [&](const Candidate& one) { return std::abs((one.taken - at.begin()).ms()); };
  const Candidate* best = nullptr;
  for (const auto& one : all)
    if (best == nullptr || far(one) < far(*best)) best = &one;
  return best;
}

Case case_of(const books::Reader& books, const MeterDay& at, const Candidate& reading, const std::vector<Candidate>& all) {
  Case out{.reading = reading, .former = former_of(books, at), .used = {}, .usual = {}, .days = 0, .largest_watts = at.facts.largest_watts,
           .times = books::register_ratio(books, at.meter).at(reading.taken), .other = contradicting(at, all, reading)};
  if (!out.former || out.former->at >= reading.taken) {
    out.former.reset();
    return out;
  }
  out.days = day_number(at.zone.local(reading.taken).date) - day_number(out.former->day);
  out.used = register_went(out.former->energy, reading.energy, out.span(), out.largest_watts);
  out.turned_over = out.used && reading.energy < out.former->energy;
  if (const auto use = use_before(books, at, *out.former, periods_usual)) out.usual = use->in(out.span());
  return out;
}

ReviewedReading row_of(const MeterDay& at, const Candidate& reading, const std::optional<Former>& former, Instant now) {
  ReviewedReading row{.meter = at.meter, .day = at.day, .route = at.route.code, .source = reading.source, .taken = reading.taken, .energy = reading.energy};
  row.at_day = at_beginning(reading, former, at);
  if (former) row.before_day = former->day, row.before = former->energy, row.used = register_went(former->energy, row.at_day, at.begin() - former->at, at.facts.largest_watts);
  row.remaining = reading.remaining;
  row.changed = now;
  return row;
}

std::string joined(const std::vector<Found>& found) {
  std::string out;
  for (std::size_t i = 1; i < found.size(); ++i) out += (out.empty() ? "" : ",") + found[i].code;
  return out;
}

/// The first register behind the day that does not contradict the former, when both are near enough.
std::optional<Candidate> first_after(const books::Reader& books, const MeterDay& at, const Former& former) {
  const auto end = former.at + Duration::days(gap_days_most);
  const auto steps = books.select<books::ReviewStep>(at.meter, at.day);
  for (const auto& one : candidates(books, at.meter, at.day, {at.begin(), end}, at.facts, at.zone))
    if (!was_rejected(steps, one) && register_went(former.energy, one.energy, one.taken - former.at, at.facts.largest_watts)) return one;
  return std::nullopt;
}

}  // namespace

Between MeterDay::around() const {
  const auto number = day_number(day);
  return {zone.instant({date_of_day(number - route.days_around)}), zone.instant({date_of_day(number + 1 + route.days_around)})};
}

std::optional<Former> former_of(const books::Reader& books, const MeterDay& at) {
  const auto swapped = of_swap(books, at);
  const auto rows = periods_before(books, at);
  if (!rows.empty()) {
    const auto& row = rows.front();
    const Former out{row.day, at.zone.instant({row.day}), row.at_day, row.remaining};
    return swapped && swapped->at > out.at ? swapped : out;
  }
  const auto known = of_the_books(books, at);
  return swapped && (!known || swapped->at > known->at) ? swapped : known;
}

Energy at_beginning(const Candidate& reading, const std::optional<Former>& former, const MeterDay& at) {
  const auto begin = at.begin();
  const bool near = reading.taken >= begin && reading.taken < begin + readings::boundary_window;
  if (near || !former || former->at >= reading.taken || former->at >= begin) return reading.energy;
  const auto used = register_went(former->energy, reading.energy, reading.taken - former->at, at.facts.largest_watts);
  if (!used) return reading.energy;
  const auto until = divide(Wide{used->wh()} * (begin - former->at).ms(), (reading.taken - former->at).ms(), Round::down);
  return register_onward(former->energy, Energy::wh(until / 10 * 10));
}

std::optional<ReviewedReading> judged(const books::Reader& books, const MeterDay& at, Instant now, const books::TypedReading* typed) {
  auto all = candidates(books, at.meter, at.day, at.around(), at.facts, at.zone);
  if (typed != nullptr) type_over(all, *typed, at.zone);
  const auto steps = books.select<books::ReviewStep>(at.meter, at.day);
  std::erase_if(all, [&](const Candidate& one) { return one.taken > now || was_rejected(steps, one); });
  const auto* reading = nearest(all, at);
  if (reading == nullptr) return std::nullopt;
  const auto one = case_of(books, at, *reading, all);
  auto row = row_of(at, *reading, one.former, now);
  row.usual = one.usual;
  const auto found = looked_through(one);
  if (found.empty()) return row;
  row.state = ReviewState::suspicious;
  row.finding = found.front().code;
  row.figures = figures_text(found.front().figures);
  row.also = joined(found);
  return row;
}

Result<ReviewedReading> estimate(const books::Reader& books, const MeterDay& at, Instant now) {
  const auto former = former_of(books, at);
  const auto nothing = error(Fault::refused, "nothing_to_estimate_by", "Of this meter too little is known to say what it used; somebody must read it.",
                             {{"meter", to_text(at.meter)}});
  if (!former || former->at >= at.begin()) return nothing;
  const auto days = day_number(at.day) - day_number(former->day);
  Candidate made{.source = books::ReadingSource::estimate, .taken = at.begin(), .energy = former->energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}};
  std::string by;
  Details figures;
  if (const auto after = first_after(books, at, *former)) {
    made.energy = at_beginning({.source = after->source, .taken = std::max(after->taken, at.begin() + Duration::ms(1)), .energy = after->energy, .remaining = {}, .relay_open = {}, .drift_seconds = {}}, former, at);
    by = "between_readings";
    figures = {{"before", format_kwh(former->energy)}, {"after", format_kwh(after->energy)}};
  } else if (const auto use = use_before(books, at, *former, periods_estimated_by)) {
    made.energy = register_onward(former->energy, use->in(at.begin() - former->at));
    by = "own_mean";
    figures = {{"a_day", format_kwh(use->in(Duration::days(1)))}, {"days", fmt::format("{}", days)}};
  } else {
    return nothing;
  }
  auto row = row_of(at, made, former, now);
  row.state = ReviewState::estimated;
  row.finding = by;
  row.figures = figures_text(figures);
  return row;
}

}  // namespace kwota::review
