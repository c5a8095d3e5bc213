// Codes that two people agree to: what stands above and below every slip of the utility, and as what somebody may owe. The other tables one person keeps: they name things, and
// what is done under a reason needs its second person where it is done (docs/code-tables.md).
// Guarantees: an approval is for this row as it was shown, and from what it was before; what the register refuses is refused before anybody is asked.
// Begin with change_code().
#pragma once
#include <optional>

#include "books/decision.h"
#include "books/parts/right.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::settings {

/// By whose right two people agree to rows of this table; nothing: one person keeps it.
std::optional<books::Right> right_of_two(books::CodeKind kind);

/// A row that is what it was asks nobody. Errors: those of customer::put_code(), and where two agree permission_denied, whole_utility {station},
/// approval_needed {action, content} and those of people::second_person().
Result<books::Decision<books::Code>> change_code(const books::Reader& books, const books::Code& row, std::int64_t approval, const people::Context& context);

}  // namespace kwota::settings
