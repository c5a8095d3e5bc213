#include "sell/remote_account/orders.h"

#include <fmt/format.h>

#include "sell/remote/link.h"
#include "sell/remote/queue.h"

namespace kwota::remote_account {
namespace {

using books::BalanceOrders;
using devices::RelayOrder;

BalanceOrders both(bool alarm, bool trip) {
  if (alarm) return trip ? BalanceOrders::alarm_and_trip : BalanceOrders::alarm;
  return trip ? BalanceOrders::trip : BalanceOrders::none;
}

/// One order after the other, as they were given.
void follow(Switching& now, RelayOrder order, bool ours) {
  auto& state = now.state;
  switch (order) {
    case RelayOrder::alarm:
    case RelayOrder::end_alarm: state.alarm = order == RelayOrder::alarm; break;
    case RelayOrder::protect:
    case RelayOrder::unprotect: state.protect = order == RelayOrder::protect; break;
    case RelayOrder::trip: state.tripped = true, state.tripped_for_arrears = ours, now.let_back = false; break;
    case RelayOrder::permit:
    case RelayOrder::close: state.tripped = state.tripped_for_arrears = false, now.let_back = !ours; break;
  }
}

bool switches(RelayOrder order) { return order == RelayOrder::trip || order == RelayOrder::permit || order == RelayOrder::close; }

/// A trip must not come in a friendly hour: how many minutes it is good.
std::int64_t minutes_good(const Friendly& friendly, const Context& context) {
  constexpr std::int64_t hour = 60;
  const auto minute = static_cast<std::int64_t>(context.zone.local(context.now).minute);
  for (std::int64_t minutes = hour - minute; minutes < remote::validity_minutes_max; minutes += hour)
    if (friendly.holds(context.zone.local(context.now + Duration::minutes(minutes)))) return minutes;
  return remote::validity_minutes_max;
}

std::optional<RelayOrder> due_now(const Switching& now, const BalanceTerms& terms, Money balance, bool let_back, const Context& context) {
  auto state = now.state;
  state.tripped |= let_back;
  // A trip that nobody heard the end of, and the arrears are paid: it is taken back by a permission, whether it came or not.
  if (now.trip_waits && !in_arrears(balance, terms)) return terms.close_directly ? RelayOrder::close : RelayOrder::permit;
  return remote::arrears_order(balance, terms, state, context.zone.local(context.now));
}

/// Nothing was charged since it began: who was put there just now has his first day to pay.
bool is_new(const books::RemoteAccount& row, Money balance) {
  return balance.is_zero() && (row.charged_to.empty() || row.charged_to == row.charged_from);
}

}  // namespace

Switching switching(const books::Reader& books, const books::RemoteAccount& row) {
  Switching now;
  for (const auto& command : books.select(books::MeterCommand::of_number, row.meter, SequenceNumber{})) {
    if (command.kind != books::CommandKind::relay || command.state == books::CommandStatus::expired || command.state == books::CommandStatus::cancelled) continue;
    const auto order = remote::relay_order_of(command);
    if (!order) continue;
    const bool ours = command.asked_by == remote::head_end;
    follow(now, *order, ours);
    if (switches(*order)) now.trip_waits = order == RelayOrder::trip && ours && !command.settled;
  }
  return now;
}

bool may_need_orders(const books::RemoteAccount& row, Money balance, const LocalTime& now) {
  return row.ordered != BalanceOrders::none || remote::arrears_order(balance, terms_of(row), {}, now).has_value();
}

std::vector<books::MeterCommand> give_orders(const books::Reader& books, books::RemoteAccount& row, Money balance,
                                             const Context& context, books::Changes& changes) {
  constexpr int orders_most = 3;  // permit, end of the alarm
  std::vector<books::MeterCommand> given;
  if (row.state != books::RemoteAccountStatus::active || !may_need_orders(row, balance, context.zone.local(context.now))) return given;
  if (row.ordered == BalanceOrders::none && is_new(row, balance)) return given;
  const auto terms = terms_of(row);
  auto now = switching(books, row);
  bool let_back = now.let_back && books::trips(row.ordered) && balance <= terms.close_above;
  auto by_rule = context;
  by_rule.who.name = remote::head_end;
  for (int i = 0; i < orders_most; ++i) {
    const auto due = due_now(now, terms, balance, let_back, context);
    if (!due) break;
    remote::OrderRequest request{.meter = row.meter, .kind = books::CommandKind::relay, .relay = due, .minutes = remote::validity_minutes_max};
    if (due == RelayOrder::trip) request.minutes = minutes_good(terms.friendly, context);
    auto ordered = remote::order_by_rule(books, request, by_rule);
    if (!ordered.ok()) break;
    auto command = ordered->answer;
    command.number += static_cast<std::int64_t>(given.size());
    command.evidence = "Ordered for the balance at the server.";
    for (auto& change : ordered->changes.put) {
      auto* replaced = change.as<books::MeterCommand>();
      if (replaced == nullptr || replaced->number == ordered->answer.number) continue;
      replaced->evidence = fmt::format("Command {} takes its place.", command.number);
      changes.put.emplace_back(*replaced);
    }
    changes.put.emplace_back(command);
    given.push_back(command);
    follow(now, *due, true);
    now.trip_waits = due == RelayOrder::trip;
  }
  row.ordered = both(now.state.alarm, now.state.tripped_for_arrears || let_back);
  return given;
}

}  // namespace kwota::remote_account
