// From the words of the books to what a meter is told on its line – a sale's order, a relay order, and who gives it –, and back. Pure.
// Begin with credit_order().
#pragma once
#include "books/link_rows.h"
#include "carry/remote_vending/parameters.h"
#include "carry/remote_vending/prices.h"
#include "sell/counter/carry_order.h"
#include "sell/remote/queue.h"
#include "sell/tariff/meter_table.h"

namespace kwota::head_end {

/// The command's number in the books as eight BCD digits [K]: the meter keeps it in its own record, and the books name from it
/// who asked and who approved.
dlt645::OperatorCode operator_code(const books::MeterCommand& command);

/// Without its random numbers.
dlt645::CreditOrder credit_order(const counter::CarryOrder& order, const dlt645::Station& station);

/// Good until the command's deadline, by the meter's local time. Error `unknown_order`{order}.
Result<dlt645::RelayOrder> relay_order(const books::MeterCommand& command, const Zone& zone);

/// What the meter said, and why not all of it is what was wanted.
remote::Told told_of_parameters(const std::vector<dlt645::ParameterHeld>& held);

/// A plan's table in the words of the line.
dlt645::PriceSet price_set(const tariff::MeterTable& table);

}  // namespace kwota::head_end
