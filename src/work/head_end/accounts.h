// Open accounts whose agreed changes have come into force by the calendar alone: their rows, which lists and reports of accounts show, follow
// (sell/remote/change_account). Begin with look_at_accounts().
#pragma once
#include "store/books.h"

namespace kwota::head_end {

/// How many followed.
Result<std::int64_t> look_at_accounts(store::Books& books, Instant now);

}  // namespace kwota::head_end
