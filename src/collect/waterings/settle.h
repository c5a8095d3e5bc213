// Judged waterings become rows and money: what is proven for the first time moves from prepaid to used, in the same decision that writes its row.
// Guarantees: settling the same waterings again changes nothing; in whatever order records come, and in however many hand-overs, the same money
// has moved at the end.   Begin with settle().
#pragma once
#include <set>
#include <span>
#include <utility>

#include "books/decision.h"
#include "collect/waterings/judge.h"
#include "people/context.h"

namespace kwota::waterings {

using people::Context;

/// The meters and numbers that a hand-over is about, each once; a hung record of another well's terminal is that well's.
using WateringNumbers = std::set<std::pair<MeterNumber, std::int64_t>>;
WateringNumbers waterings_of(const books::Reader& books, std::int64_t hand_over);

/// What became of the cases, in their order; each watering is among them once.
using Settled = std::vector<books::Watering>;
Result<books::Decision<Settled>> settle(const books::Reader& books, std::span<const Case> cases, std::int64_t hand_over, const Context& context);

/// The waterings of a hand-over as they are now, added up into its row. Errors: unknown_hand_over {number}, hand_over_incomplete {number}.
Result<books::Decision<books::HandOver>> close_cleaning(const books::Reader& books, std::int64_t hand_over, const Context& context);

/// Numbers that are missing between a meter's records: rows for what is missing now, and those that have been filled since.
void note_gaps(const books::Reader& books, MeterNumber meter, const Context& context, books::Changes& changes);

}  // namespace kwota::waterings
