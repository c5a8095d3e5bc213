#include "sell/remote/link.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>

#include "base/ids_text.h"
#include "books/lookup.h"
#include "books/register_ratio.h"
#include "people/permissions.h"
#include "sell/counter/account/card_life.h"
#include "sell/counter/order/command_book.h"
#include "sell/remote/contact_kind.h"
#include "sell/remote/parameters.h"
#include "sell/remote/prices.h"

namespace kwota::remote {
namespace {

using devices::RelayOrder;

constexpr std::array<std::string_view, 4> address_kinds{"tcp://", "serial:///", "concentrator:", "modem:"};
/// How long a reading is worth waiting for. [K]
constexpr auto reading_deadline = Duration::hours(24);

template <class Names>
bool among(const Names& names, std::string_view name) {
  return std::find(names.begin(), names.end(), name) != names.end();
}

/// An alarm switches nothing: it neither replaces a switching order nor is replaced by one.
bool only_warns(std::optional<RelayOrder> relay) { return relay == RelayOrder::alarm || relay == RelayOrder::end_alarm; }

bool is_address(std::string_view text) {
  return std::any_of(address_kinds.begin(), address_kinds.end(),
                     [&](std::string_view kind) { return text.starts_with(kind) && text.size() > kind.size(); });
}

Error no_link(MeterNumber meter) {
  return error(Fault::request, "no_link", "This meter is on no line; sell onto its card, or connect it first.",
               {{"meter", to_text(meter)}});
}

Result<books::MeterLink> link_of(const books::Reader& books, MeterNumber meter) {
  const auto link = books.find<books::MeterLink>(meter);
  if (!link) return no_link(meter);
  return *link;
}

books::Decision<books::MeterLink> kept(books::MeterLink link, Instant now) {
  link.changed = now;
  return {{{link}, {}}, link};
}

/// What is asked by hand: not what carries a sale.
Result<void> check_order(const books::Reader& books, const OrderRequest& request) {
  using enum books::CommandKind;
  const bool relay_order = request.kind == relay;
  const bool known = relay_order == request.relay.has_value() && (relay_order || request.kind == read || request.kind == prices || request.kind == clock || request.kind == parameters || request.kind == settlement);
  if (!known) return unknown_order(word_of(request.kind));
  const auto& [day, hour] = request.settlement;
  if (request.kind == settlement && (day < 1 || day > 28 || hour < 0 || hour > 23))
    return error(Fault::request, "no_settlement_day", "A settlement day is 1 to 28 and its hour 0 to 23; nothing was set.");
  if (relay_order && (request.minutes < 1 || request.minutes > validity_minutes_max))
    return error(Fault::request, "bad_validity", "An order is good for 1 to 1440 minutes; nothing was sent. Choose another time.",
                 {{"minutes", fmt::format("{}", request.minutes)}});
  if (request.relay != RelayOrder::trip) return Done{};
  for (const auto& row : books.select(books::MeterCommand::open_of, request.meter))
    if (relay_order_of(row) == RelayOrder::protect)
      return error(Fault::refused, "power_protect_first",
                   "Power protection waits for this meter: it may not be tripped. End the protection first.",
                   {{"meter", to_text(request.meter)}});
  return Done{};
}

}  // namespace

Error unknown_order(std::string_view order) {
  return error(Fault::request, "unknown_order", "There is no such order; nothing was sent. Choose one of the list.", {{"order", std::string(order)}});
}

Linked connect(const books::Reader& books, const LinkRequest& request, const Context& context) {
  MUST(people::require(context.who, "links_write"));
  const auto meter = books.find<books::Meter>(request.meter);
  if (!meter)
    return error(Fault::request, "unknown_meter", "The meter is not in the books; nothing was changed.",
                 {{"meter", to_text(request.meter)}});
  if (!is_address(request.address))
    return error(Fault::request, "bad_line_address",
                 "A line is tcp://host:port, serial:///dev/name?baud=2400, concentrator:region-number/port or modem:name; nothing was changed.",
                 {{"address", request.address}});
  const std::string protocol(request.protocol.empty() ? context.devices.facts_of(meter->model).protocol : request.protocol);
  if (!among(context.devices.protocols, protocol))
    return error(Fault::request, "unknown_protocol", "No meter model speaks this; nothing was changed. Choose one of the list.",
                 {{"protocol", protocol}, {"protocols", fmt::format("{}", fmt::join(context.devices.protocols, ", "))}});
  if (const auto account = books::account_of_meter(books, request.meter)) {
    TRY(scheme, scheme::scheme_of(*account, context));
    MUST(scheme::speaks(*scheme, protocol));
  }
  auto link = books.find<books::MeterLink>(request.meter).value_or(books::MeterLink{});
  const auto state = request.stopped ? books::LinkStatus::stopped : books::LinkStatus::active;
  if (link.address != request.address || (link.state == books::LinkStatus::stopped && !request.stopped)) {
    link.trouble.clear();
    link.authentication_failures = 0;
  }
  link.meter = request.meter;
  link.address = request.address;
  link.line = request.line;
  link.protocol = protocol;
  link.state = state;
  return kept(std::move(link), context.now);
}

Linked disconnect(const books::Reader& books, MeterNumber meter, const Context& context) {
  MUST(people::require(context.who, "links_write"));
  TRY(link, link_of(books, meter));
  link.state = books::LinkStatus::stopped;
  return kept(std::move(link), context.now);
}

Linked lift_trouble(const books::Reader& books, MeterNumber meter, const Context& context) {
  MUST(people::require(context.who, "links_write"));
  TRY(link, link_of(books, meter));
  link.trouble.clear();
  link.authentication_failures = 0;
  return kept(std::move(link), context.now);
}

Result<books::MeterLink> usable_link(const books::Reader& books, MeterNumber meter) {
  TRY(link, link_of(books, meter));
  if (link.state != books::LinkStatus::active)
    return error(Fault::refused, "link_stopped", "The link to this meter is stopped; sell onto its card, or start the link.",
                 {{"meter", to_text(meter)}});
  if (!link.trouble.empty())
    return error(Fault::refused, "link_in_trouble",
                 "Nothing is sent to this meter until a technician has looked at its link. Sell onto its card.",
                 {{"meter", to_text(meter)}, {"trouble", link.trouble}});
  return link;
}

Result<void> knows_its_ratio(const books::Reader& books, MeterNumber meter) {
  const auto ratio = books::register_ratio(books, meter);
  if (ratio.times == 1 || ratio.first) return Done{};
  return error(Fault::refused, "ratio_not_told",
               "The meter stands behind transformers and was not told their ratio yet, which no line tells it; nothing was booked or sent. Sell onto its card first, and bring the card back.",
               {{"meter", to_text(meter)}});
}

Result<void> reached_by(const books::Reader& books, const books::Meter& meter, scheme::Carrier carrier, const Context& context) {
  MUST(counter::may_get_by(meter, carrier, context));
  if (!scheme::facts_of(carrier).over_line) return Done{};
  MUST(usable_link(books, meter.number));
  return knows_its_ratio(books, meter.number);
}

Ordered order(const books::Reader& books, const OrderRequest& request, const Context& context) {
  MUST(people::require(context.who, "remote_orders"));
  return order_by_rule(books, request, context);
}

Ordered order_by_rule(const books::Reader& books, const OrderRequest& request, const Context& context) {
  TRY(link, usable_link(books, request.meter));
  MUST(check_order(books, request));
  if (const auto kind = contact_kind(books, request.meter); !takes(kind, request.kind, request.relay)) return not_taken(kind, request.meter);
  if (request.kind == books::CommandKind::prices) return order_prices(books, request.meter, context);
  if (request.kind == books::CommandKind::parameters) return order_parameters(books, {request.meter}, context);
  const auto good_for = request.kind == books::CommandKind::relay ? Duration::minutes(request.minutes) : reading_deadline;
  auto row = counter::new_command(books::next_number<books::MeterCommand>(books), link.meter, request.kind, context.who.name, context.now, context.now + good_for);
  if (row.kind == books::CommandKind::clock && request.confirmed) confirm(row);
  if (row.kind == books::CommandKind::settlement) row.content = to_text(request.settlement);
  books::Changes changes;
  if (row.kind == books::CommandKind::relay) {
    row.content = to_text(RelayContent{*request.relay, request.minutes});
    for (const auto& old : books.select(books::MeterCommand::open_of, row.meter))
      if (old.kind == books::CommandKind::relay && old.state == books::CommandStatus::queued && only_warns(relay_order_of(old)) == only_warns(request.relay))
        changes.put.emplace_back(
            counter::settled(old, books::CommandStatus::cancelled, fmt::format("Command {} takes its place.", row.number), {}, context.now));
  }
  changes.put.emplace_back(row);
  return books::Decision<books::MeterCommand>{std::move(changes), row};
}

std::optional<books::MeterCommand> clock_order_due(const books::Reader& books, MeterNumber meter, Duration off, const Context& context) {
  const auto distance = off < Duration{} ? Duration{} - off : off;
  if (distance <= clock_set_from || distance > clock_set_most || !usable_link(books, meter).ok()) return std::nullopt;
  const auto newest = books.last(books::MeterCommand::of_kind, meter, books::CommandKind::clock);
  if (newest && context.now - newest->created < Duration::days(1)) return std::nullopt;
  for (const auto& row : books.select(books::MeterCommand::open_of, meter))
    if (row.kind == books::CommandKind::clock) return std::nullopt;
  return counter::new_command(books::next_number<books::MeterCommand>(books), meter, books::CommandKind::clock, context.who.name, context.now, context.now + reading_deadline);
}

Ordered cancel(const books::Reader& books, std::int64_t number, const Context& context) {
  MUST(people::require(context.who, "remote_orders"));
  const auto row = books.find<books::MeterCommand>(number);
  const Details about{{"command", fmt::format("{}", number)}};
  if (!row) return error(Fault::request, "unknown_command", "There is no such command; nothing was changed.", about);
  if (counter::is_credit_command(*row))
    return error(Fault::refused, "command_carries_money",
                 "This command brings a sale: move the sale to the card, or take it back.",
                 {{"command", about.at("command")}, {"sale", row->sale}});
  if (row->state != books::CommandStatus::queued)
    return error(Fault::refused, "command_not_queued", "This command waits no longer; nothing was changed.",
                 {{"command", about.at("command")}, {"state", std::string(word_of(row->state))}});
  const auto gone = counter::settled(*row, books::CommandStatus::cancelled, fmt::format("{} called it off.", context.who.name), {}, context.now);
  return books::Decision<books::MeterCommand>{{{gone}, {}}, gone};
}

Result<std::optional<RelayOrder>> parse_relay_order(std::string_view text) {
  if (text.empty()) return std::optional<RelayOrder>{};
  const auto order = parse_word<RelayOrder>(text);
  if (!order) return unknown_order(text);
  return order;
}

}  // namespace kwota::remote
