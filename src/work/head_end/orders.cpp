#include "work/head_end/orders.h"

#include <fmt/format.h>

#include "sell/remote/link.h"

namespace kwota::head_end {
lines::CreditOrder credit_order(const counter::CarryOrder& order) {
  lines::CreditOrder credit;
  credit.opens = order.use == counter::CardUse::open_account;
  credit.closes = order.use == counter::CardUse::closing;
  credit.customer = order.customer;
  credit.amount = order.amount.for_device();
  credit.count = order.n;
  return credit;
}

std::optional<lines::RelayOrder> relay_order(const books::MeterCommand& command, const Zone& zone) {
  const auto order = remote::relay_order_of(command);
  return order ? std::optional(lines::RelayOrder{.what = *order, .valid_until = zone.local(command.deadline)}) : std::nullopt;
}

remote::CommandResult result_of_parameters(const std::vector<devices::ParameterHeld>& held) {
  std::string written, refused;
  remote::CommandResult result;
  const auto join = [](std::string& to, std::string_view name) { to.append(to.empty() ? "" : ", ").append(name); };
  for (const auto& one : held) {
    const auto name = one.row->name;
    result.reported.push_back({std::string{name}, one.text});
    if (one.refused) join(refused, name);
    if (one.written && !one.refused) join(written, name);
    if (one.refused && !result.cause) result.cause = one.refused;
  }
  result.ended = result.cause ? remote::Ended::not_done : remote::Ended::done;
  result.evidence = fmt::format("{} parameters were read.", held.size());
  if (!written.empty()) result.evidence += fmt::format(" Written and read back: {}.", written);
  if (!refused.empty()) result.evidence += fmt::format(" Not as wanted: {}. {}", refused, result.cause->what);
  return result;
}

}  // namespace kwota::head_end
