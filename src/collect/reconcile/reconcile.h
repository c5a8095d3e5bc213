// Does it add up? What was sold to a meter held against what the meter says of itself – from both ends.
//   the books:   sold     = applied + on the way + taken back          (by the state of each sale)
//   the meter:   credited + overdraft cleared = used + given up + balance   (its own registers, exact to 10^-5 of its unit)
//   both:        applied in the books = credited by the meter          (else there is a gap, with a reason)
// Pure functions of rows. Never: reads the books, changes anything. Begin with reconcile().
#pragma once
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "base/time.h"
#include "books/rows.h"

namespace kwota::reconcile {

/// A sale with the state it has now.
struct SoldCredit {
  books::Sale sale;
  books::SaleStatus state = books::SaleStatus::booked;
};

/// What the meter said last, in its unit.
struct MeterSide {
  Credit credited, surrendered;
  Credit overdraft_cleared;          ///< whole, rounded down
  Credit used, remaining;            ///< whole, rounded down
  std::int64_t identity_gap_e5 = 0;  ///< credited + cleared - used - given up - balance in 10^-5 of the unit; 0 in a sound meter
};

/// Why the books and the meter do not say the same.
enum class Gap : std::uint8_t {
  none,
  meter_silent,      ///< sold, never answered: nothing to hold against
  meter_ahead,       ///< it took more than it was sold
  meter_behind,      ///< it lost credit that it had confirmed
  registers_broken,  ///< its own registers do not add up
  units_differ,      ///< sold in one unit, counted in another
};
constexpr auto words_of(Gap) { return std::array<std::string_view, 6>{"", "meter_silent", "meter_ahead", "meter_behind", "registers_broken", "units_differ"}; }

struct Reconciliation {
  Unit unit = Unit::money;
  Credit sold, applied, in_transit, taken_back;  ///< of this unit: credit, not money paid
  std::optional<MeterSide> meter;               ///< none: the meter has never answered
  Credit gap;                                   ///< credited by the meter - applied in the books
  Gap reason = Gap::none;
  bool adds_up() const { return reason == Gap::none || reason == Gap::meter_silent; }
};

/// Law of a meter's own registers, in 10^-5 of its unit; 0 in a sound meter.
std::int64_t identity_gap_e5(const books::Statement& statement);

/// `newest`: the meter's newest statement; `before`: what it had said when the account began – what lies before is another
/// customer's, so that his sums begin at 0. None: the meter's whole life.
Reconciliation reconcile(const std::vector<SoldCredit>& sales, const std::optional<books::Statement>& newest,
                         const std::optional<books::Statement>& before = {});

/// Statements of a meter, from < number <= to.
struct Statements {
  std::int64_t from = 0, to = std::numeric_limits<std::int64_t>::max();
  friend bool operator==(const Statements&, const Statements&) = default;
};
/// A customer's time at a meter: the statements that are his.
struct Span {
  std::int64_t account = 0;
  Statements own;
  std::vector<Statements> earlier = {};  ///< of times before another customer's: the meter came back to him
  friend bool operator==(const Span&, const Span&) = default;
};
/// The accounts that a meter has had, drafts among them, one after another: what one customer left begins no other's sums. One span for each account,
/// however often it stands there: one whose meter was taken off still names it, and a meter that was repaired comes back.
std::vector<Span> spans_of(std::vector<books::Account> accounts);

/// What the meter had said before his own time, less what it counted in an earlier one of his: `last` of that time, and what it had said before that.
books::Statement counted_for_others(books::Statement before, const books::Statement& last, const books::Statement& first);

/// Something strange about a statement: a code for the dictionaries (`anomaly.<code>`) and the figures of its sentence.
struct Anomaly {
  std::string code;  ///< clock_fast, clock_slow, register_went_back, count_ahead, illegal_inserts, registers_broken
  Details details;
  friend bool operator==(const Anomaly&, const Anomaly&) = default;
};

/// How far a meter's clock may be wrong before we say so. [K]
inline constexpr Duration clock_tolerance = Duration::minutes(5);

/// `before`: the statement before it; `applied`: the instruction whose number it confirms; `sold`: number of the newest one made;
/// `zone`: of the station. A card may carry a statement for weeks: an old time alone is not odd.
std::vector<Anomaly> anomalies(const books::Statement& statement, const std::optional<books::Statement>& before,
                             const std::optional<books::Instruction>& applied, SequenceNumber sold, const Zone& zone);

}  // namespace kwota::reconcile
