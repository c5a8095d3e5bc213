// From when on something counts that the utility sets for itself, and who may set it.
// Begin with moment_of().
#pragma once
#include <optional>

#include "books/people_rows.h"
#include "books/right.h"
#include "people/context.h"

namespace kwota::settings {

/// A day begins at midnight, a time is to the minute: "2026-12-01", "2026-12-01 08:00"; empty: at once. Errors bad_date {text}, setting_past {from}.
Result<std::optional<Instant>> moment_of(std::string_view from, const people::Context& context);
/// Whoever is alone in a station has a day in which he may think of it again, and others may see it. Error setting_waits_a_day {from}.
Result<Instant> moment_alone(const std::optional<Instant>& wanted, books::WhyAlone why_alone, const people::Context& context);
/// What counts everywhere is the utility's: whoever works at one station sees it and changes none of it. Errors permission_denied, setting_of_utility {station}.
Result<void> for_the_utility(books::Right right, const people::Context& context);

}  // namespace kwota::settings
