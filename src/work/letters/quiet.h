// The hours in which nobody is disturbed (settings quiet_from and quiet_to, by the clock of the utility): a letter that can wait is tried when they end.
// Begin with quiet_until().
#pragma once
#include <optional>

#include "books/reader.h"

namespace kwota::letters {

/// When the quiet hours end that `now` lies in; nothing: it lies in none.
std::optional<Instant> quiet_until(const books::Reader& books, Instant now);

}  // namespace kwota::letters
