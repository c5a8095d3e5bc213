#include "sell/life/customer/block_customer.h"

#include "base/ids_text.h"
#include "people/approval.h"
#include "people/reason.h"
#include "sell/customer/change.h"
#include "sell/customer/registers.h"

namespace kwota::life {
namespace {

using books::CustomerStatus;

books::Decision<books::Customer> with_row(books::Customer row) { return {{{row}, {}}, row}; }

/// Blocking is a right of its own; lifting a block may need a second person.
Result<books::Decision<books::Customer>> in_other_state(const books::Reader& books, books::Customer row, const BlockCustomerRequest& request, const Context& context) {
  MUST(people::has_reason(request.reason, "block"));
  row.state = request.block ? CustomerStatus::blocked : CustomerStatus::active;
  row.state_reason = request.reason;
  if (request.block) {
    MUST(people::require(context.who, "block"));
    return with_row(std::move(row));
  }
  const auto content = people::Proposal(people::Proposed::unblock_customer).text(people::Part::customer, customer::number_and_name(row));
  TRY(second, people::second_person(books, {"unblock", content, {}, {}, request.approval}, context));
  auto decision = with_row(std::move(row));
  if (second) decision.changes.put.emplace_back(*second);
  return decision;
}

}  // namespace

Result<books::Decision<books::Customer>> block_customer(const books::Reader& books, const BlockCustomerRequest& request, const Context& context) {
  TRY(row, customer::present(books, request.customer));
  if (!request.block && row.state == CustomerStatus::active)
    return error(Fault::refused, "customer_not_blocked", "This customer is not blocked; nothing was changed.", {{"customer", to_text(request.customer)}});
  return in_other_state(books, std::move(row), request, context);
}

Result<books::Decision<books::Customer>> correct_customer(const books::Reader& books, const books::Customer& row, std::int64_t approval, const Context& context) {
  auto placed = row;
  if (placed.station.empty() && !books.find<books::Customer>(row.number)) placed.station = context.who.station;
  TRY(decision, customer::put_customer(books, placed, context.now));
  if (decision.answer.state == row.state) return decision;
  if (row.state == CustomerStatus::removed || row.state == CustomerStatus::merged)
    return error(Fault::request, "unknown_state", "There is no such state.", {{"state", std::string(word_of(row.state))}});
  return in_other_state(books, std::move(decision.answer), {row.number, row.state == CustomerStatus::blocked, row.state_reason, approval}, context);
}

}  // namespace kwota::life
