// Who has to hear which tool cards are void, and has not yet: it follows from the edition of the list alone, so declaring a card void calls
// every meter on a line by itself, and a meter that comes to a line later is called as well.
// Guarantees: of one edition a meter is told by one command; one that took no such list, or whose command somebody called off, is not called
// again before there is a newer one.
// Never: asks whether a person may (nobody orders it), or knows how the list is said.   Begin with meters_without().
#pragma once
#include <span>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::remote {

/// Edition of the list: the number of the newest void card that a meter need know today; 0: there is none.
std::int64_t edition(const books::Reader& books, std::string_view today);
/// Meters whose line may be used, that know an older edition, and for whom no command waits that brings this one.
std::vector<MeterNumber> meters_without(const books::Reader& books, std::int64_t edition);
/// A command for each of them; what has become true of one meanwhile is left out.
Result<books::Decision<std::vector<books::MeterCommand>>> call(const books::Reader& books, std::span<const MeterNumber> meters, std::int64_t edition, Instant now);

}  // namespace kwota::remote
