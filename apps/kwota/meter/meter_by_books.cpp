#include "kwota/meter/meter_by_books.h"

#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/ids_text.h"
#include "carry/dlt645/settable.h"
#include "kwota/meter/line_desk.h"
#include "people/permissions.h"
#include "sell/counter/carriage.h"
#include "sell/counter/order/command_book.h"
#include "sell/remote/link.h"
#include "sell/remote/queue.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

using books::MeterCommand;

Result<MeterNumber> meter_of(const LinkOptions& options) {
  return parse_meter_number(options.meter.empty() ? options.address : options.meter);
}

void print_commands(const std::vector<MeterCommand>& rows, bool as_json) {
  json::array all;
  for (const auto& row : rows) {
    if (!as_json)
      fmt::print("{} {}: {}.{}{}\n", word_of(row.kind), row.number, word_of(row.state), row.evidence.empty() ? "" : " ", row.evidence);
    else
      all.push_back(json::object{{"number", row.number}, {"kind", word_of(row.kind)}, {"sale", row.sale}, {"state", word_of(row.state)},
                                 {"evidence", row.evidence}, {"error", row.error}});
  }
  if (as_json) fmt::print("{}\n", json::serialize(all));
}

/// Nothing is lost when it was not done: the order stands in the queue, and the server goes on with it.
Result<int> carried_out(LineDesk& desk, MeterNumber meter, const std::vector<std::int64_t>& commands, const LinkOptions& options) {
  TRY(rows, desk.contact(meter, commands));
  print_commands(rows, options.json);
  return std::ranges::all_of(rows, [](const auto& row) { return row.state == books::CommandStatus::done; }) ? 0 : 1;
}

/// What was sold and waits for this meter's line; a pause between two tries is over when somebody stands there.
Result<books::Decision<std::vector<std::int64_t>>> waiting_credit(const books::Reader& books, MeterNumber meter, bool opens,
                                                                  const people::Context& who) {
  MUST(people::require(who.who, "remote_orders"));
  books::Decision<std::vector<std::int64_t>> out;
  for (auto row : books.select(MeterCommand::open_of, meter)) {
    if (!counter::is_credit_command(row)) continue;
    const auto sale = books.find<books::Sale>(row.sale);
    if (opens && (!sale || sale->kind != books::Operation::open)) continue;
    out.answer.push_back(row.number);
    if (row.not_before <= who.now) continue;
    row.not_before = who.now;
    out.changes.put.emplace_back(std::move(row));
  }
  if (out.answer.empty()) return nothing_sold_waits(to_text(meter));
  return out;
}

/// An order that says nothing beside its kind.
Result<int> ordered_by_books(const LinkOptions& options, books::CommandKind kind) {
  TRY(meter, meter_of(options));
  TRY(desk, LineDesk::open(options));
  TRY(command, desk->order(meter, "remote_orders", [&](const books::Reader& books, const people::Context& who, std::int64_t) {
    return remote::order(books, {.meter = meter, .kind = kind}, who);
  }));
  return carried_out(*desk, meter, {command.number}, options);
}

}  // namespace

std::string in_books(const std::string& order) {
  if (order == "end-protect") return "unprotect";
  return order == "end-alarm" ? "end_alarm" : order;
}

bool sets_clock(dlt645::Identifier item, std::string_view value) {
  constexpr dlt645::Identifier clock{dlt645::Edition::y2007, 0x0400010C};
  return item == clock && value == "now";
}

Error not_ordered(dlt645::Identifier item) {
  return error(Fault::request, "item_not_ordered",
               "The books order no meter this item: prices come with their plan, and the rest is the works'. Nothing was sent.",
               {{"item", item.text()}});
}

Error nothing_sold_waits(const std::string& meter) {
  return error(Fault::request, "nothing_sold_waits", "Nothing that was sold waits for this meter's line: nothing was sent. Sell at the counter, over the line.",
               {{"meter", meter}});
}

Result<int> relay_by_books(const LinkOptions& options, const std::string& order, int minutes) {
  TRY(meter, meter_of(options));
  TRY(relay, remote::parse_relay_order(in_books(order)));
  TRY(desk, LineDesk::open(options));
  const remote::OrderRequest request{.meter = meter, .kind = books::CommandKind::relay, .relay = relay, .minutes = minutes};
  TRY(command, desk->order(meter, "remote_orders", [&](const books::Reader& books, const people::Context& who, std::int64_t) {
    return remote::order(books, request, who);
  }));
  return carried_out(*desk, meter, {command.number}, options);
}

Result<int> write_by_books(const LinkOptions& options, dlt645::Identifier item, const std::string& value) {
  const auto* row = dlt645::parameter_at(item);
  if (row == nullptr && !sets_clock(item, value)) return not_ordered(item);
  if (row != nullptr) return set_by_books(options, {{std::string(row->name), value}});
  return ordered_by_books(options, books::CommandKind::clock);
}

Result<int> set_by_books(const LinkOptions& options, const devices::Settings& set) {
  TRY(meter, meter_of(options));
  TRY(desk, LineDesk::open(options));
  TRY(command, desk->order(meter, "meter_parameters", [&](const books::Reader& books, const people::Context& who, std::int64_t approval) {
    return remote::order_parameters(books, {.meter = meter, .set = set, .approval = approval}, who);
  }));
  return carried_out(*desk, meter, {command.number}, options);
}

Result<int> prices_by_books(const LinkOptions& options) { return ordered_by_books(options, books::CommandKind::prices); }

Result<int> credit_by_books(const LinkOptions& options, bool opens) {
  TRY(meter, meter_of(options));
  TRY(desk, LineDesk::open(options));
  TRY(commands, desk->order(meter, "remote_orders", [&](const books::Reader& books, const people::Context& who, std::int64_t) {
    return waiting_credit(books, meter, opens, who);
  }));
  return carried_out(*desk, meter, commands, options);
}

}  // namespace kwota::app
