// The head-end calls meters that do not know the newest void list of tool cards.   Begin with call_about_voids().
#pragma once
#include "store/books.h"

namespace kwota::head_end {

/// Queues a command for each; those that it queued. Nothing to do costs a look at the void cards and at the meters on lines.
Result<std::vector<books::MeterCommand>> call_about_voids(store::Books& books, Instant now);

/// The newest void card that meters need know: while it is the one of the last look, nobody has to be called.
Result<std::int64_t> edition_of_voids(store::Books& books, Instant now);

}  // namespace kwota::head_end
