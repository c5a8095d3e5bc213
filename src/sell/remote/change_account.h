// An open account gets another price plan, another class, other people or another address, today or on a day to come. What its customer bought keeps its price: a
// sale is priced by the plan in force when it is booked.
// Guarantees: a plan that the account's meter can never charge by is refused with its reason; what changes prices is decided by two persons;
// what was agreed is withdrawn before it counts, never edited; meters that a card or a line tells prices ahead are told these, too.
// Never: books money.   Begin with change_account().
#pragma once
#include <optional>
#include <string>

#include "books/decision.h"
#include "sell/counter/order/supply.h"

namespace kwota::remote {

using counter::Context;

struct ChangeRequest {
  std::int64_t account = 0;
  std::string from;                   ///< local date; empty: today
  std::string plan, usage_class;      ///< empty: as before
  std::string address;                ///< of the supply: its service point is called so from that day on; empty: as before
  std::optional<std::int64_t> household_persons;  ///< nothing: as before
  std::string reason;
  std::int64_t approval = 0;
};
using Changed = Result<books::Decision<books::AccountChange>>;

/// Today's counts from now on; a later day's from its beginning. Errors: permission_denied, unknown_account, account_not_open {account}, reason_missing,
/// bad_date, change_in_the_past {from}, day_far_ahead {day, latest}, nothing_changes, unknown_plan, unknown_usage_class {usage_class}, bad_heads, occupants_count {service_point}, unknown_service_point {service_point}, text_too_long {field, longest},
/// change_agreed_already {from}: one from that day or a later one on, plan_of_another_kind {what}, no_version, plan_does_not_fit {why, reason}, free_units_need_a_sale and – where plan
/// or people change – what second_person() says.
Changed change_account(const books::Reader& books, const ChangeRequest& request, const Context& context);

struct WithdrawChange {
  std::int64_t account = 0, number = 0;
  std::int64_t approval = 0;
};
/// It does not count yet, and never will. Errors: permission_denied, unknown_change {number}, change_withdrawn, change_counts_already {from}, change_agreed_already {from}: a later one, and what
/// second_person() says.
Changed withdraw_change(const books::Reader& books, const WithdrawChange& request, const Context& context);

/// Accounts whose row is not what counts now: a change has come into force since. Asked before follow_changes(), and not in one decision.
std::vector<std::int64_t> changes_not_followed(const books::Reader& books, Instant now);
/// Their rows, which lists show, say what counts. Whoever sells does not wait for it.
Result<books::Decision<std::int64_t>> follow_changes(const books::Reader& books, std::span<const std::int64_t> accounts, Instant now);

}  // namespace kwota::remote
