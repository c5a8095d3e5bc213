// Judged waterings become rows and money: what is proven for the first time moves from prepaid to used, in the same decision that writes its row.
// Guarantees: settling the same waterings again changes nothing; in whatever order records come, and in however many hand-overs, the same money
// has moved at the end.   Begin with settle().
#pragma once
#include <functional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include "books/decision.h"
#include "collect/waterings/judge.h"
#include "people/context.h"

namespace kwota::waterings {

using people::Context;

/// At which meter's well the watering of a record was: a terminal that was ever in the meter that was read is its own, another one's record is of that well.
MeterNumber home_of(const books::Reader& books, const books::PumpRecord& record);
/// Each record of a hand-over, and at which meter's well its watering was: a hung record of another well's terminal tells of that well.
void each_record_of(const books::Reader& books, std::int64_t hand_over, const std::function<void(MeterNumber, const books::PumpRecord&)>& take);

/// Errors: unknown_hand_over {number}; hand_over_incomplete {number}: not all of it is in the books yet, and nothing of it is judged.
Result<books::HandOver> whole_hand_over(const books::Reader& books, std::int64_t number);

/// What became of the cases, in their order, and of one number series by series; each watering is among them once.
using Settled = std::vector<books::Watering>;
Result<books::Decision<Settled>> settle(const books::Reader& books, std::span<const Case> cases, std::int64_t hand_over, const Context& context);

/// The waterings of a hand-over, added up while they are settled: a hand-over may be of a hundred thousand, and none of them is read again but those that hung,
/// which a later watering of their card may have settled.
class Tally {
 public:
  /// Of what was counted when it was judged before, nothing.
  explicit Tally(books::HandOver hand_over);
  /// This number was told by others alone, and is only judged with it.
  void leave_out(MeterNumber meter, std::int64_t number) { left_out_.emplace(meter, number); }
  /// What settle() said; all of one number of a meter at once.
  void add(std::span<const books::Watering> rows);
  std::int64_t hand_over() const { return counts_.number; }
  /// Where they were.
  const std::set<MeterNumber>& meters() const { return meters_; }
  /// With counts and money, as they are now.
  books::HandOver sum(const books::Reader& books) const;

 private:
  void add_number(std::span<const books::Watering> rows);

  books::HandOver counts_;
  std::set<MeterNumber> meters_;
  std::set<std::pair<MeterNumber, std::int64_t>> left_out_;
  std::vector<std::tuple<MeterNumber, std::int64_t, std::int64_t>> hanging_;  ///< with series and number
};

/// Numbers that are missing between a meter's records and, by what its pump's directory said last, before the first of them: rows for what is missing now – still in the
/// pump, or overwritten there –, and those that have been filled since. How many somebody can still bring.
Result<books::Decision<std::int64_t>> note_gaps(const books::Reader& books, MeterNumber meter, const Context& context);

/// All is judged and settled. `gaps`: that somebody can still bring. Errors: as whole_hand_over().
Result<books::Decision<books::HandOver>> close_cleaning(const books::Reader& books, const Tally& tally, std::int64_t gaps, const Context& context);

}  // namespace kwota::waterings
