#include "sell/rooms/occupants.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/text/typed_day.h"
#include "base/text/typed_reference.h"
#include "books/lookup.h"
#include "people/permissions.h"
#include "sell/remote/link.h"
#include "sell/remote/parameters.h"
#include "sell/remote/queue.h"

namespace kwota::rooms {
namespace {

using books::Occupant;

constexpr auto residents = "residents";

Result<void> check_day(const std::string& text, const Context& context) {
  TRY(day, parse_date(text));
  return not_far_ahead(day, context.zone.local(context.now).date);
}

/// The days of a row are dates that somebody can know, the last not before the first.
Result<void> check_days(const Occupant& row, const Context& context) {
  MUST(check_day(row.moved_in, context));
  if (row.moved_out.empty()) return Done{};
  MUST(check_day(row.moved_out, context));
  if (row.moved_out < row.moved_in)
    return error(Fault::request, "moves_backwards", "Nobody moves out before he moved in; nothing was changed.",
                 {{"moved_in", row.moved_in}});
  return Done{};
}

bool is_same_person(const Occupant& a, const Occupant& b) {
  return a.identity.empty() && b.identity.empty() ? a.name == b.name : is_same_reference(a.identity, b.identity);
}

/// Dates as "2026-09-01" compare as they follow one another.
bool meet(const Occupant& a, const Occupant& b) {
  return (a.moved_out.empty() || b.moved_in <= a.moved_out) && (b.moved_out.empty() || a.moved_in <= b.moved_out);
}

Result<void> check(const std::vector<Occupant>& others, const Occupant& row, const Context& context) {
  if (row.name.empty()) return error(Fault::request, "name_missing", "Give it a name.", {{"field", "name"}});
  MUST(check_days(row, context));
  for (const auto& other : others)
    if (other.number != row.number && is_same_person(other, row) && meet(other, row))
      return error(Fault::refused, "already_lives_here", "This person lives in the room already; nothing was changed.",
                   {{"name", other.name}});
  return Done{};
}

/// Whoever cannot be told – on no line, another model – is counted all the same: the number stands with the account.
void count(const books::Reader& books, MeterNumber meter, std::int64_t people, const Context& context, books::Changes& changes,
           std::vector<books::MeterCommand>& commands) {
  if (auto account = books::account_of_meter(books, meter); account && account->household_persons != people) {
    account->household_persons = people;
    changes.put.emplace_back(*account);
  }
  const auto wanted = books.find<books::MeterParameter>(meter, residents);
  const auto text = fmt::format("{}", people);
  if ((wanted && wanted->wanted == text) || !remote::usable_link(books, meter).ok()) return;
  const auto number = books::next_number<books::MeterCommand>(books) + static_cast<std::int64_t>(commands.size());
  auto command = remote::want(books, number, meter, {{residents, text}}, context, changes);
  if (command.ok()) commands.push_back(std::move(*command));
}

MoveAnswer kept(const Occupant& row) { return books::Decision<Occupant>{{{row}, {}}, row}; }

Result<Occupant> occupant_of(const std::vector<Occupant>& all, const std::string& service_point, std::int64_t number) {
  const auto found = std::ranges::find(all, number, &Occupant::number);
  if (found != all.end()) return *found;
  return error(Fault::request, "unknown_occupant", "Nobody of this number was ever in this room; nothing was changed.",
               {{"service_point", service_point}, {"number", fmt::format("{}", number)}});
}

/// What of today the books do not say yet.
bool is_followed(const books::Reader& books, MeterNumber meter, std::int64_t people, const devices::Known& devices) {
  const auto account = books::account_of_meter(books, meter);
  if (account && account->household_persons != people) return false;
  const auto wanted = books.find<books::MeterParameter>(meter, residents);
  if (wanted && wanted->wanted == fmt::format("{}", people)) return true;
  const auto known = books.find<books::Meter>(meter);
  return !remote::usable_link(books, meter).ok() || !known || !devices::has(devices.facts_of(known->model), residents);
}

}  // namespace

std::int64_t residents_on(std::span<const Occupant> occupants, const LocalDate& day) {
  const auto today = format_date(day);
  return std::ranges::count_if(
      occupants, [&](const Occupant& one) { return one.moved_in <= today && (one.moved_out.empty() || today <= one.moved_out); });
}

MoveAnswer move_in(const books::Reader& books, Occupant row, const Context& context) {
  MUST(people::require(context.who, "occupants_write"));
  MUST(books::point_in_use(books, row.service_point));
  if (row.moved_in.empty()) row.moved_in = context.today();
  const auto all = books.select<books::Occupant>(row.service_point);
  row.number = all.empty() ? 1 : all.back().number + 1;
  MUST(check(all, row, context));
  return kept(row);
}

MoveAnswer move_out(const books::Reader& books, const std::string& service_point, std::int64_t number,
                    const std::string& last_day, const Context& context) {
  MUST(people::require(context.who, "occupants_write"));
  TRY(row, occupant_of(books.select<books::Occupant>(service_point), service_point, number));
  if (!row.moved_out.empty() && row.moved_out < context.today())
    return error(Fault::refused, "moved_out_already", "This person has moved out already; correct the day if it is wrong.",
                 {{"name", row.name}, {"moved_out", row.moved_out}});
  row.moved_out = last_day.empty() ? context.today() : last_day;
  MUST(check_days(row, context));
  return kept(row);
}

MoveAnswer correct(const books::Reader& books, const Occupant& row, const Context& context) {
  MUST(people::require(context.who, "occupants_write"));
  const auto all = books.select<books::Occupant>(row.service_point);
  MUST(occupant_of(all, row.service_point, row.number));
  MUST(check(all, row, context));
  return kept(row);
}

std::vector<MeterNumber> meters_at(const books::Reader& books, std::string_view service_point) {
  std::vector<MeterNumber> out;
  for (const auto& point : books.meter_points())
    if (const auto meter = books.find<books::Meter>(point.meter); meter && meter->service_point == service_point) out.push_back(point.meter);
  return out;
}

std::vector<MeterNumber> not_followed(const books::Reader& books, Instant now, const devices::Known& devices) {
  std::vector<MeterNumber> out;
  for (const auto& point : books.meter_points()) {
    const auto meter = books.find<books::Meter>(point.meter);
    const auto people = meter ? books.select<books::Occupant>(meter->service_point) : std::vector<Occupant>{};
    if (people.empty()) continue;
    const auto context = remote::context_of(books, point.meter, now);
    if (context.ok() && !is_followed(books, point.meter, residents_on(people, context->zone.local(now).date), devices))
      out.push_back(point.meter);
  }
  return out;
}

Result<books::Decision<std::vector<books::MeterCommand>>> follow(const books::Reader& books, std::span<const MeterNumber> meters,
                                                                 Instant now, const devices::Known& devices, const std::string& by) {
  books::Decision<std::vector<books::MeterCommand>> out;
  for (const auto number : meters) {
    const auto meter = books.find<books::Meter>(number);
    if (!meter) continue;
    TRY(context, remote::context_of(books, number, now));
    context.devices = devices;
    if (!by.empty()) context.who.name = by;
    const auto people = residents_on(books.select<books::Occupant>(meter->service_point), context.zone.local(now).date);
    count(books, number, people, context, out.changes, out.answer);
  }
  return out;
}

}  // namespace kwota::rooms
