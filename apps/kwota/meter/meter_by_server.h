// What the verbs of `kwota meter` do with --server: the order is given to a running server, whose head-end carries it out under its own vault over
// the line that it knows; here one waits for what became of it.   Begin with relay_by_server().
#pragma once
#include "devices/settings/settings.h"
#include "kwota/meter/meter_contact.h"

namespace kwota::app {

Result<int> read_by_server(const LinkOptions& options);
/// `order`: one of dlt645::relay_orders().
Result<int> relay_by_server(const LinkOptions& options, const std::string& order, int minutes);
/// A parameter of docs/dormitories.md, or the clock ("now"). Error `item_not_ordered`{item}.
Result<int> write_by_server(const LinkOptions& options, dlt645::Identifier item, const std::string& value);
/// Parameters of docs/dormitories.md, as one order.
Result<int> set_by_server(const LinkOptions& options, const devices::Settings& set);
/// The prices of its account, as its plan has them.
Result<int> prices_by_server(const LinkOptions& options);
/// What was sold and waits for this meter's line; `opens`: the sale that opens its account. Error `nothing_sold_waits`{meter}.
Result<int> credit_by_server(const LinkOptions& options, bool opens);

}  // namespace kwota::app
