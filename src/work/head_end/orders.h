// From the words of the books to what a meter is told on its line – a sale's order, a relay order –, and back. Pure.
// Begin with credit_order().
#pragma once
#include "books/rows/field/link.h"
#include "carry/lines/driver.h"
#include "sell/counter/order/carry_order.h"
#include "sell/remote/queue.h"

namespace kwota::head_end {

lines::CreditOrder credit_order(const counter::CarryOrder& order);

/// Good until the command's deadline, by the meter's local time. Nothing: the row names no order that there is.
std::optional<lines::RelayOrder> relay_order(const books::MeterCommand& command, const Zone& zone);

/// What the meter said, and why not all of it is what was wanted.
remote::CommandResult result_of_parameters(const std::vector<devices::ParameterHeld>& held);

}  // namespace kwota::head_end
