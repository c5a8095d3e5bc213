// Anchors, and the processes that signed them, as they stand in the books; newest_anchor() and read_anchor() of store/draft/moment.h.
#pragma once
#include <optional>
#include <vector>

#include "store/draft/process.h"
#include "store/sqlite/connection.h"

namespace kwota::store {

/// The anchor that a cursor of "SELECT " + anchor_columns stands on.
inline constexpr auto anchor_columns = "number, time, count, root, previous, hash, signature, nature, process, process_signature";
Anchor anchor_at(const Cursor& cursor);

/// All of them, oldest first.
Result<std::vector<Process>> read_processes(Connection& connection);

}  // namespace kwota::store
