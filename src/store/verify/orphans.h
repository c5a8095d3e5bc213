// Rows that only make sense beside another one: what is left over names what was removed, or put in. Begin with orphans().
#pragma once
#include <optional>

#include "store/sqlite/connection.h"
#include "store/verify/verify.h"

namespace kwota::store {

/// The first one.
Result<std::optional<Finding>> orphans(Connection& connection);

}  // namespace kwota::store
