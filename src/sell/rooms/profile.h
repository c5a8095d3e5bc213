// One set of parameters for all rooms of a building: a command a meter, one after the other, and how far that has come.
// Guarantees: a room that cannot be told is named with the reason, and stops no other; at most so many rooms are told in a minute
// (setting parameters_a_minute). Never: sends.   Begin with: apply_profile(), progress().
#pragma once
#include <string>
#include <vector>

#include "sell/remote/parameters.h"

namespace kwota::rooms {

using people::Context;

struct ProfileRequest {
  std::string place;  ///< a building: rooms that have it as village, area or building
  devices::Settings set;
  std::int64_t approval = 0;
};
/// A room of the building, as the order found it.
struct ProfileRoom {
  MeterNumber meter;
  std::string service_point;
  std::int64_t command = 0;  ///< 0: it was not told
  std::string refused{};     ///< why: no_link, link_stopped, link_in_trouble, parameter_not_in_model
};
/// By meter. Errors: permission_denied (meter_parameters, meter_limits), unknown_place, nothing_to_set, no_rooms {place}, those
/// of devices::checked() but parameter_not_in_model, approval_*.
Result<books::Decision<std::vector<ProfileRoom>>> apply_profile(const books::Reader& books, const ProfileRequest& request,
                                                                const Context& context);

/// How a room stands to what is wanted of it.
struct RoomProgress {
  MeterNumber meter;
  std::string service_point;
  std::optional<books::CommandStatus> state;  ///< of the newest command of parameters; none: there was none
  std::string error, error_details, evidence;
  std::int64_t wanted = 0;            ///< parameters that are wanted
  std::vector<std::string> differ{};  ///< of which the meter has said otherwise, or nothing yet
};
/// By meter.
std::vector<RoomProgress> progress(const books::Reader& books, std::string_view place);

/// Parameters of a meter that are wanted and not held.
std::vector<std::string> differing(const std::vector<books::MeterParameter>& rows);

}  // namespace kwota::rooms
