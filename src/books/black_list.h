// Editions of the black list. One is drawn by each card that comes onto it, by each pump that comes to another area number, and by each pump that has an edition of which
// these books know nothing: so a pump that has the newest edition has the cards of where it is, and whoever brings lists need compare nothing but the number.
// Begin with newest_black_list().
#pragma once
#include <vector>

#include "books/reader.h"

namespace kwota::books {

/// 0: there was none yet.
std::int64_t newest_black_list(const Reader& books);
/// The newest one that was drawn because a pump's list is another one than these books gave it: adding to what it has makes no whole list of it. 0: there is none.
std::int64_t newest_list_that_begins_anew(const Reader& books);
/// From which on the list of this pump is one of these books, and of the area numbers that it has now; 0: it has always been that.
std::int64_t black_list_since(const Reader& books, MeterNumber meter);
/// Whose cards the pump of this meter takes, and those that it may take still because nobody has told of its being bound to another number; rising.
/// None: nobody has said where it is.
std::vector<std::string> areas_of_pump(const Reader& books, MeterNumber meter);

}  // namespace kwota::books
