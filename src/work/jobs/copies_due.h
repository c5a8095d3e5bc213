// When the house wants a copy of the books by itself: every day at its hour, and one of them proved every week.   Begin with copies_due().
#pragma once
#include "books/reader.h"

namespace kwota::jobs {

struct CopiesDue {
  bool backup = false, prove = false;
};
/// `there`: a copy that could be proved. A night on which the program stood still is made up for; where no copies are kept, none is due.
CopiesDue copies_due(const books::Reader& books, bool there, Instant now, const Zone& zone);

}  // namespace kwota::jobs
