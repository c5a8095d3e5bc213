// A version of a price plan on its way into force: looked at against every meter that would have to charge by it, published, and
// withdrawn as long as it does not count. Selling goes on by the version in force until the new one counts.
// Guarantees: nobody publishes what stops accounts without naming how many; what was withdrawn counts nowhere – meters that were told
// it, by card or line, are told the prices before it for the same minute. Both are agreed to by two people, with the prices that the second was shown.
// Begin with who_is_stopped().
#pragma once
#include <string>
#include <vector>

#include "books/decision.h"
#include "sell/counter/order/fit.h"

namespace kwota::remote {

using counter::Context;

/// An account of the plan that a version cannot simply come to.
struct Affected {
  std::int64_t account = 0;
  MeterNumber meter;
  std::string model;
  counter::Fit fit;  ///< reasons: nothing can be sold to it from that day on; lacks: it is sold to by the prices that its meter has
};

/// What publishing a version would do to the accounts of its plan that are not closed.
struct Effect {
  std::int64_t accounts = 0;       ///< of the plan
  std::vector<Affected> stopped;   ///< no meter of this kind can hold the version
  std::vector<Affected> behind;    ///< the meter lacks something of it that nothing is about to bring
  std::vector<Affected> by_line;   ///< the meter's line has to bring something first
};

/// The plan with this version beside those that count. Errors: unknown_plan, plan_kind_unknown, plan_in_other_currency {field, currency, decimals, books,
/// books_decimals}, and bad_plan: its `where` begins with "/version" where it is this one that is wrong.
Result<tariff::PricePlan> plan_with(const books::Reader& books, const books::Plan& plan, const books::PlanVersion& version);

/// The same of a version that need not be in the books: `whole` is the plan with it.
Effect who_would_be_stopped(const books::Reader& books, const books::PlanVersion& version, const tariff::PricePlan& whole, const Context& context);

/// Of a version in the books, draft or published. Errors: unknown_plan, not_found, bad_plan.
Result<Effect> who_is_stopped(const books::Reader& books, const std::string& plan, const std::string& from, const Context& context);

struct PublishRequest {
  std::string plan, from;
  std::int64_t stops = 0;     ///< how many accounts the person knows it stops
  std::int64_t approval = 0;
};
/// Also queues the prices for meters on active lines. Errors: unknown_plan, not_found, plan_version_used, plan_version_past, permission_denied, whole_utility {station}, those of second_person(), and
/// publishing_stops_accounts {stops, behind, first, reason}: as long as request.stops is another number.
Result<books::Decision<books::PlanVersion>> publish(const books::Reader& books, const PublishRequest& request, const Context& context);

struct WithdrawRequest {
  std::string plan, from;
  std::int64_t approval = 0;
};
/// A published version that does not count yet. Errors: unknown_plan, not_found, plan_version_draft, plan_version_used, permission_denied, whole_utility {station}, those of second_person().
Result<books::Decision<books::PlanVersion>> withdraw(const books::Reader& books, const WithdrawRequest& request, const Context& context);

}  // namespace kwota::remote
