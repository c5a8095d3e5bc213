// Who lives behind a meter: people move in and out of a room, and what follows from how many they are – the residents that its
// meter counts free energy for, and the heads that its price plan may ask for. Guarantees: a person lives in a room once; a move
// counts from its day on, also a day that is still to come (follow() is asked every day); what a month counted can be seen
// afterwards, for nobody is taken out of the book. Never: sends, or touches money. Begin with: move_in(), follow().
#pragma once
#include <span>
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::rooms {

using people::Context;

/// How many live there on a day.
std::int64_t residents_on(std::span<const books::Occupant> occupants, const LocalDate& day);

using MoveAnswer = Result<books::Decision<books::Occupant>>;

// Afterwards follow() is asked for the room's meters.
/// `row`: number 0; without a day it is today. Errors: permission_denied (occupants_write), unknown_service_point, name_missing,
/// bad_date {text}, day_far_ahead {day, latest}, already_lives_here {name}.
MoveAnswer move_in(const books::Reader& books, books::Occupant row, const Context& context);
/// `last_day`: empty: today. Errors: permission_denied, unknown_occupant, moved_out_already {name, moved_out}, bad_date, day_far_ahead,
/// moves_backwards {moved_in}.
MoveAnswer move_out(const books::Reader& books, const std::string& service_point, std::int64_t number,
                    const std::string& last_day, const Context& context);
/// What was written wrongly: name, identity, phone, days. Errors: as move_in() and move_out().
MoveAnswer correct(const books::Reader& books, const books::Occupant& row, const Context& context);

// All meters are gone through: ask these before a decision, and not in one.
/// Meters that are installed at a service point.
std::vector<MeterNumber> meters_at(const books::Reader& books, std::string_view service_point);
/// Meters whose residents or whose account's heads are not those of today; rooms that never had an occupant are left as they are.
std::vector<MeterNumber> not_followed(const books::Reader& books, Instant now, const devices::Known& devices);

/// Account and meter count who lives there today; commands for meters on a line. `by`: who is named in them, empty: the head-end.
Result<books::Decision<std::vector<books::MeterCommand>>> follow(const books::Reader& books, std::span<const MeterNumber> meters,
                                                                 Instant now, const devices::Known& devices, const std::string& by = {});

}  // namespace kwota::rooms
