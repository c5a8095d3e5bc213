// Whether somebody may decide what waits for a second person: asked before it is offered to him, and again when he decides (people/approval.h).
// Begin with may_decide().
#pragma once
#include "base/result.h"
#include "base/time.h"
#include "books/reader.h"
#include "books/rows.h"

namespace kwota::people {

/// Errors: approval_unknown: another station's, approval_own, permission_denied {permission}, those of independent(), approval_decided, approval_withdrawn, approval_lapsed, each with {approval}.
Result<void> may_decide(const books::Reader& books, const books::Approval& row, const books::Operator& who, Instant now);

}  // namespace kwota::people
