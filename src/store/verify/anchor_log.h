// anchors.log beside the books: one line a group, so that whoever cuts the books off has to cut two files.   Begin with a_crash_takes().
#pragma once
#include "store/draft/anchor.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// Whether the log, whose last line is of group `logged`, lacks no more than a crash takes from its end: power may fail before the last lines are on the
/// disk, not before those of a minute ago, for the writer sees to that.
Result<bool> a_crash_takes(Connection& connection, std::int64_t logged, const Anchor& newest);

}  // namespace kwota::store
