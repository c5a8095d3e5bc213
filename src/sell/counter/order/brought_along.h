// Meters that came with their accounts from another program: what they counted there is not of these books.
// Guarantees: sums of such a meter begin with its first word here, less what was sold to it until then. Never: changes anything.   Begin with brought_credit().
#pragma once
#include <optional>

#include "books/reader.h"

namespace kwota::counter {

/// What the meter held when its account came; nothing: it began here.
std::optional<Credit> brought_credit(const books::Reader& books, MeterNumber meter, std::int64_t account);

/// What the meter had said before the account's time with it began: `statements_before`, or of one that came along its first word, less what was sold to it until then.
std::optional<books::Statement> said_before(const books::Reader& books, MeterNumber meter, std::int64_t account, std::int64_t statements_before);

/// The most that a meter which came along can have given up by its very first word here.
Credit most_given_up(const books::Reader& books, MeterNumber meter, std::int64_t account);

}  // namespace kwota::counter
