// Whose a place, a point, a well or a meter is: which station keeps it, and sees what it reports. Lists say the same as SQL (store/lists/belongings.cpp; of books of any
// kind: work/import_desk/whose_test.cpp).
// Not the station of a MeterPoint (lookup.h): that is where somebody goes to read it. Reading plans are of areas, villages and stations, so it asks the area before the village, and leaves out
// meters that hang nowhere.
// Begin with station_of_meter().
#pragma once
#include <optional>
#include <string>

#include "books/reader.h"

namespace kwota::books {

/// A station's code; empty: every station's. Nothing: there is no such thing, or nothing says whose it is.
using Whose = std::optional<std::string>;

Whose station_of_place(const Reader& books, const std::string& code);
/// By the place where it lies.
Whose station_of_service_point(const Reader& books, const std::string& code);
/// By its village.
Whose station_of_well(const Reader& books, const std::string& number);
/// Where it hangs, or what area it counts as a whole; else whose store it lies in; else where it hung last.
Whose station_of_meter(const Reader& books, MeterNumber meter);
/// What it has told and was told stays where it hung last, whoever's store it lies in now.
Whose station_of_reports(const Reader& books, MeterNumber meter);

}  // namespace kwota::books
