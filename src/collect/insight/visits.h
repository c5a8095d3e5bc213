// Somebody is sent to a supply, and says what he found there.
// Guarantees: a supply is on one errand at a time; what was found is said once and stays; how good a rule is follows from it.
// Begin with order_visits(), then tell_visit().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "books/reader.h"
#include "people/context.h"

namespace kwota::insight {

/// So many supplies are ordered at once. [K]
inline constexpr std::size_t visits_at_once = 200;
/// So long a house that stands empty, or has its own supply, is not asked why it buys nothing. [K]
inline constexpr std::int64_t explained_days = 183;

struct VisitWish {
  std::int64_t account = 0;
  std::string reason;  ///< what the list says of it; empty: that of the order
};
struct OrderVisits {
  std::vector<VisitWish> supplies;
  std::string rule;     ///< number of the list that they come from, which the caller knows; empty: none
  std::string reason;   ///< in words; needed without a rule
  std::string day;      ///< local date; empty: today
  std::string visitor;  ///< who goes; empty: nobody yet
};
struct OrderedVisits {
  std::vector<books::Visit> ordered;
  std::vector<books::Visit> waiting;  ///< somebody is to go there already: these stay as they are
};
/// Errors: permission_denied (visits_write), no_supply_chosen, too_many_supplies {count, most}, reason_missing, bad_date, visit_in_past {day},
/// unknown_account {account}, visit_ordered {account, visit}: somebody goes to all of them already.
Result<books::Decision<OrderedVisits>> order_visits(const books::Reader& books, const OrderVisits& request, const people::Context& context);

struct TellVisit {
  std::int64_t visit = 0;
  std::string outcome;  ///< a word of VisitOutcome; "dropped": nobody goes
  std::string found;    ///< in words, or why nobody goes; not needed where all was in order or nobody was met
  std::string day;      ///< of the visit; empty: today
  std::string visitor;  ///< who was there; empty: as ordered
};
/// Errors: permission_denied (visits_write), unknown_visit {visit}, visit_told {visit}, bad_outcome {outcome}, found_missing, visitor_missing, bad_date,
/// visit_not_yet {day}, visit_before_order {day, ordered}.
Result<books::Decision<books::Visit>> tell_visit(const books::Reader& books, const TellVisit& request, const people::Context& context);

/// Somebody was there within explained_days before `today` and saw why nobody buys.
bool silence_explained(const books::Reader& books, std::int64_t account, std::int64_t today);

}  // namespace kwota::insight
