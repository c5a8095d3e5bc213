// What a meter counted in a month, for whoever asks what people use.
// Never: guesses; a meter without registers a fortnight apart has no figure.   Begin with month_use().
#pragma once
#include <optional>
#include <vector>

#include "books/reader.h"
#include "collect/readings/registers/registers.h"

namespace kwota::readings {

/// Primary energy, brought to 30 days, by its registers of the last 35 – read, frozen or told by card.
std::optional<Energy> month_use(const books::Reader& books, MeterNumber meter, Instant now, const Zone& zone);

/// More meters do not make the picture better.
inline constexpr std::size_t month_uses_most = 500;
/// So many are asked before it is given up: where hardly any is read, the others are not either.
inline constexpr std::size_t meters_asked_most = 5'000;

/// Of installed meters of accounts that go by this plan; with a plan that nobody has, of accounts of this usage class.
std::vector<Energy> month_uses(const books::Reader& books, std::string_view plan, std::string_view usage_class, Instant now, const Zone& zone);

}  // namespace kwota::readings
