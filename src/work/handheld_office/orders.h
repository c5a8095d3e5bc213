// What the office has for wells, whoever brings it there: the black list, users who hang at a pump and have paid elsewhere, and records of users who hang
// elsewhere. A handheld carries all of it, signed; a pump on a line is told its own.
// Guarantees: both are made by the same decisions. Begin with orders_for_wells() or for_pump().
#pragma once
#include <vector>

#include "books/reader.h"
#include "carry/handheld/usual_visit.h"
#include "people/context.h"

namespace kwota::handheld_office {

using people::Context;

/// For all of them; nobody's device yet.
handheld::Orders orders_for_wells(const books::Reader& books, const Context& context);

/// For the pump of a well. `known`: what it has told, as of now; its waterings are looked up by that, and not all that there ever were.
handheld::ToBring for_pump(const books::Reader& books, MeterNumber meter, const handheld::Known& known, const Context& context);

}  // namespace kwota::handheld_office
