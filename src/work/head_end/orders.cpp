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

lines::RelayOrder relay_order(const books::MeterCommand& command, const Zone& zone) {
  return {.name = remote::relay_order_of(command), .valid_until = zone.local(command.deadline)};
}

remote::Told told_of_parameters(const std::vector<devices::ParameterHeld>& held) {
  std::string written, refused;
  remote::Told told;
  const auto join = [](std::string& to, std::string_view name) { to.append(to.empty() ? "" : ", ").append(name); };
  for (const auto& one : held) {
    const auto name = one.row->name;
    told.said.push_back({std::string{name}, one.text});
    if (one.refused) join(refused, name);
    if (one.written && !one.refused) join(written, name);
    if (one.refused && !told.cause) told.cause = one.refused;
  }
  told.ended = told.cause ? remote::Ended::not_done : remote::Ended::done;
  told.evidence = fmt::format("{} parameters were read.", held.size());
  if (!written.empty()) told.evidence += fmt::format(" Written and read back: {}.", written);
  if (!refused.empty()) told.evidence += fmt::format(" Not as wanted: {}. {}", refused, told.cause->what);
  return told;
}

}  // namespace kwota::head_end
