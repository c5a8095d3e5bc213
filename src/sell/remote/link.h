// Meters on a line as people keep them: where a meter is reached, and what it is ordered besides money.
// Guarantees: one link a meter; a newer relay order replaces an older one that still waits (alarms only alarms); nothing is asked of
// a link that is stopped or in trouble; a trip never overtakes power protection.
// Never: opens a line.   Begin with: connect(), order().
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "books/decision.h"
#include "books/reader.h"
#include "devices/relay.h"
#include "people/context.h"
#include "sell/remote/command_content.h"
#include "sell/scheme/carrier.h"

namespace kwota::remote {

using people::Context;

struct LinkRequest {
  MeterNumber meter;
  std::string address;  ///< tcp://host:port, serial:///dev/name?baud=2400, concentrator:1307-00042/2, modem:name
  std::string line;     ///< empty: the address
  std::string protocol;  ///< empty: that of the meter's model
  bool stopped = false;
};
using Linked = Result<books::Decision<books::MeterLink>>;

/// A new link, or the changed one. A changed address, and a link that is started again, are without trouble.
/// Errors: unknown_meter, bad_line_address {address}, unknown_protocol {protocol, protocols},
/// protocol_not_of_scheme {scheme, protocol, protocols}, scheme_without_line {scheme, protocol}, permission_denied (links_write).
Linked connect(const books::Reader& books, const LinkRequest& request, const Context& context);
/// Stops it: open commands wait. Errors: no_link {meter}, permission_denied.
Linked disconnect(const books::Reader& books, MeterNumber meter, const Context& context);
/// A person has looked at it. Errors: no_link, permission_denied.
Linked lift_trouble(const books::Reader& books, MeterNumber meter, const Context& context);

/// The link over which something may be sent now. Errors: no_link {meter}, link_stopped {meter}, link_in_trouble {meter,
/// trouble}.
Result<books::MeterLink> usable_link(const books::Reader& books, MeterNumber meter);

/// No order over a line tells a meter its transformers: one behind CT or PT takes its first order by card, or it would charge a part of what flows.
/// Error `ratio_not_told` {meter}.
Result<void> knows_its_ratio(const books::Reader& books, MeterNumber meter);

/// Credit can reach this meter by this carrier: its model takes it, and where that needs one its line is usable. Errors: those of may_get_by(), usable_link()
/// and knows_its_ratio().
Result<void> reached_by(const books::Reader& books, const books::Meter& meter, scheme::Carrier carrier, const Context& context);

/// What a technician may order.
struct OrderRequest {
  MeterNumber meter;
  books::CommandKind kind = books::CommandKind::read;  ///< or relay, prices (those that count now), clock, parameters (all are read), settlement
  std::optional<devices::RelayOrder> relay{};  ///< of a relay order
  std::int64_t minutes = 10;  ///< how long the order is good, 1..1440
  bool confirmed = false;     ///< of a clock: a pump's is set also when it is more than a quarter of an hour off, or lost
  Settlement settlement{};    ///< of a settlement
};
using Ordered = Result<books::Decision<books::MeterCommand>>;
inline constexpr std::int64_t validity_minutes_max = 1440;

/// Errors: usable_link()'s, not_taken()'s, unknown_order {order}, bad_validity {minutes}, no_settlement_day, power_protect_first, permission_denied
/// (remote_orders); of prices those of order_prices().
Ordered order(const books::Reader& books, const OrderRequest& request, const Context& context);
/// The same for the house itself, which gives its orders by rule (sell/remote_account): no right is asked.
Ordered order_by_rule(const books::Reader& books, const OrderRequest& request, const Context& context);
/// A clock so far off, either way, is set by itself; further than the second, or a second time within a day, a person looks first. [K]
inline constexpr auto clock_set_from = Duration::seconds(60), clock_set_most = Duration::minutes(15);
/// The head-end's own order after it has read a clock: `off` is our time less the meter's. Nothing: it is right, too far off, or was
/// set within a day, or its link is not to be used.
std::optional<books::MeterCommand> clock_order_due(const books::Reader& books, MeterNumber meter, Duration off, const Context& context);

/// Only what waits and moves no money. Errors: unknown_command {command}, command_not_queued {command, state},
/// command_carries_money {command, sale}: the sale is moved or taken back, permission_denied (remote_orders).
Ordered cancel(const books::Reader& books, std::int64_t command, const Context& context);

Error unknown_order(std::string_view order);
/// The word of a relay order, as people and other programs say it; "" is none. Errors: unknown_order {order}.
Result<std::optional<devices::RelayOrder>> parse_relay_order(std::string_view text);

}  // namespace kwota::remote
