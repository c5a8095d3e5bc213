// Judged waterings become rows and money: what is proven for the first time moves from prepaid to used, in the same decision that writes its row.
// Guarantees: settling the same waterings again changes nothing; in whatever order records come, and in however many hand-overs, the same money
// has moved at the end.   Begin with settle().
#pragma once
#include <functional>
#include <set>
#include <span>

#include "books/decision.h"
#include "collect/waterings/judge.h"
#include "people/context.h"

namespace kwota::waterings {

using people::Context;

/// At which meter's well the watering of a record was: a terminal that was ever in the meter that was read is its own, another one's record is of that well.
MeterNumber home_of(const books::Reader& books, const books::PumpRecord& record);
/// Each record of a hand-over, and at which meter's well its watering was: a hung record of another well's terminal tells of that well.
void each_record_of(const books::Reader& books, std::int64_t hand_over, const std::function<void(MeterNumber, const books::PumpRecord&)>& take);

/// What became of the cases, in their order, and of one number series by series; each watering is among them once.
using Settled = std::vector<books::Watering>;
Result<books::Decision<Settled>> settle(const books::Reader& books, std::span<const Case> cases, std::int64_t hand_over, const Context& context);

/// The waterings of a hand-over as they are now, added up, and the meters where they were.
struct AddedUp {
  books::HandOver row;
  std::set<MeterNumber> meters;
};
/// Errors: unknown_hand_over {number}, hand_over_incomplete {number}.
Result<AddedUp> add_up(const books::Reader& books, std::int64_t hand_over);

/// Numbers that are missing between a meter's records and, by what its pump's directory said last, before the first of them: rows for what is missing now – still in the
/// pump, or overwritten there –, and those that have been filled since. How many somebody can still bring.
Result<books::Decision<std::int64_t>> note_gaps(const books::Reader& books, MeterNumber meter, const Context& context);

/// All is judged and settled. `counts`: what add_up() said, with the gaps. Errors: as there.
Result<books::Decision<books::HandOver>> close_cleaning(const books::Reader& books, const books::HandOver& counts, const Context& context);

}  // namespace kwota::waterings
