// Changes of registers, undone by their audit entries, which say of each column what it was before.
// Guarantees: the newest is undone first; a row that came with such a change goes, one that was removed comes back.
// Begin with undo_changes().
#pragma once
#include "store/sqlite/connection.h"

namespace kwota::store {

/// All that came with the row of this id and after it, in the tables that stand under the names of the registers: the books, or what shadows them
/// (store/verify/as_of.h). Error `cannot_put_back` {row}: an audit entry cannot be read.
Result<void> undo_changes(Connection& connection, std::int64_t from);

}  // namespace kwota::store
