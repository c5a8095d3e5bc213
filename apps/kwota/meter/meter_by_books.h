// What the verbs of `kwota meter` that act do with --data: the technician's order is put into the queue of the books and carried out at once.
// Credit is never made up at a terminal: what was sold, and waits, is brought.   Begin with relay_by_books().
#pragma once
#include "devices/settings/settings.h"
#include "kwota/meter/meter_contact.h"

namespace kwota::app {

/// `order`: one of dlt645::relay_orders().
Result<int> relay_by_books(const LinkOptions& options, const std::string& order, int minutes);
/// A parameter of docs/dormitories.md, or the clock ("now"). Error `item_not_ordered`{item}.
Result<int> write_by_books(const LinkOptions& options, dlt645::Identifier item, const std::string& value);
/// Parameters of docs/dormitories.md, as one order.
Result<int> set_by_books(const LinkOptions& options, const devices::Settings& set);
/// The prices of its account, as its plan has them.
Result<int> prices_by_books(const LinkOptions& options);
/// The sales that wait for this meter's line; `opens`: the one that opens its account. Error `nothing_sold_waits`{meter}.
Result<int> credit_by_books(const LinkOptions& options, bool opens);

/// The books' own word for an order of the line.
std::string in_books(const std::string& order);
/// "now" of the clock's item: the moment at which it is sent, whatever the way.
bool sets_clock(dlt645::Identifier item, std::string_view value);
Error not_ordered(dlt645::Identifier item);
Error nothing_sold_waits(const std::string& meter);

}  // namespace kwota::app
