#include "sell/rooms/profile.h"

#include <algorithm>

#include "books/lookup.h"
#include "people/approval.h"
#include "sell/remote/link.h"
#include "sell/settings/in_force.h"

namespace kwota::rooms {
namespace {

/// Customers' meters of a building that hang on a line, or did.
std::vector<ProfileRoom> rooms_of(const books::Reader& books, std::string_view place) {
  std::vector<ProfileRoom> out;
  for (const auto& point : books.meter_points()) {
    if ((point.village != place && point.area != place && point.building != place) || !point.total_of.empty()) continue;
    const auto meter = books.find<books::Meter>(point.meter);
    if (meter && !meter->service_point.empty()) out.push_back({.meter = point.meter, .service_point = meter->service_point});  // the pump of a well is nobody's room
  }
  return out;
}

Result<void> check(const books::Reader& books, const ProfileRequest& request) {
  if (!books.find<books::Place>(request.place))
    return error(Fault::request, "unknown_place", "There is no such village or transformer area; choose one of the list.",
                 {{"place", request.place}});
  if (request.set.empty()) return error(Fault::request, "nothing_to_set", "Say what shall be set; nothing was changed.");
  MUST(devices::checked({}, {}, request.set));
  return Done{};
}

}  // namespace

Result<books::Decision<std::vector<ProfileRoom>>> apply_profile(const books::Reader& books, const ProfileRequest& request,
                                                                const Context& context) {
  MUST(people::require(context.who, "meter_parameters"));
  MUST(check(books, request));
  books::Decision<std::vector<ProfileRoom>> out;
  out.answer = rooms_of(books, request.place);
  if (out.answer.empty())
    return error(Fault::refused, "no_rooms", "No meter is installed in this place; nothing was ordered.",
                 {{"place", request.place}});
  std::string approved_by;
  if (const auto content = remote::worth_money(people::Part::place, request.place, request.set)) {
    TRY(approval, people::second_person(books, {"meter_limits", *content, {}, {}, request.approval}, context));
    if (approval) {
      approved_by = approval->decided_by;
      out.changes.put.emplace_back(*approval);
    }
  }
  auto number = books::next_number<books::MeterCommand>(books);
  const auto pause = Duration::ms(Duration::minutes(1).ms() / settings::number_in_force(books, settings::SettingName::parameters_a_minute, context.now));
  auto at = context.now;
  for (auto& room : out.answer) {
    const auto usable = remote::usable_link(books, room.meter);
    auto ordered = usable.ok() ? remote::want(books, number, room.meter, request.set, context, out.changes)
                            : Result<books::MeterCommand>{usable.error()};
    if (!ordered.ok()) {
      room.refused = ordered.error().code;
      continue;
    }
    room.command = number++;
    ordered->not_before = at;
    ordered->approved_by = approved_by;
    at = at + pause;
    out.changes.put.back() = *ordered;
  }
  return out;
}

std::vector<std::string> differing(const std::vector<books::MeterParameter>& rows) {
  std::vector<std::string> out;
  for (const auto& row : rows)
    if (!row.wanted.empty() && row.wanted != row.held) out.push_back(row.item);
  return out;
}

std::vector<RoomProgress> progress(const books::Reader& books, std::string_view place) {
  std::vector<RoomProgress> out;
  for (const auto& room : rooms_of(books, place)) {
    RoomProgress one;
    one.meter = room.meter;
    one.service_point = room.service_point;
    if (const auto command = books.last(books::MeterCommand::of_kind, room.meter, books::CommandKind::parameters)) {
      one.state = command->state;
      one.error = command->error;
      one.error_details = command->error_details;
      one.evidence = command->evidence;
    }
    const auto rows = books.select<books::MeterParameter>(room.meter);
    one.wanted = std::ranges::count_if(rows, [](const books::MeterParameter& row) { return !row.wanted.empty(); });
    one.differ = differing(rows);
    out.push_back(std::move(one));
  }
  return out;
}

}  // namespace kwota::rooms
