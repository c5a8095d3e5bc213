#include "kwota/meter/meter_by_server.h"

#include <fmt/format.h>

#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "books/rows/field/link.h"
#include "carry/dlt645/settable.h"
#include "kwota/meter/meter_by_books.h"
#include "kwota/server/server_desk.h"

namespace kwota::app {
namespace {

namespace json = boost::json;
using books::CommandKind;

Result<std::string> meter_named(const LinkOptions& options) {
  TRY(number, parse_meter_number(options.meter.empty() ? options.address : options.meter));
  return to_text(number);
}

bool is_done(const json::object& command) { return word_in<books::CommandStatus>(command, "state") == books::CommandStatus::done; }

/// Nothing is lost when it was not done in time: the server goes on with it.
int shown(const std::vector<json::object>& rows, bool as_json) {
  json::array all;
  for (const auto& row : rows) {
    const auto evidence = text_in(row, "evidence");
    if (!as_json) fmt::print("{} {}: {}.{}{}\n", text_in(row, "kind"), text_in(row, "number"), text_in(row, "state"), evidence.empty() ? "" : " ", evidence);
    all.push_back(row);
  }
  if (as_json) fmt::print("{}\n", json::serialize(all));
  return std::ranges::all_of(rows, is_done) ? 0 : 1;
}

Result<int> carried_out(ServerDesk& desk, const std::vector<std::int64_t>& commands, const LinkOptions& options) {
  std::vector<json::object> rows;
  for (const auto command : commands) {
    TRY(row, desk.settled(command));
    rows.push_back(std::move(row));
  }
  return shown(rows, options.json);
}

Result<std::int64_t> number_in(const json::object& command) {
  const auto* number = command.if_contains("number");
  if (number == nullptr || !number->is_int64()) return error(Fault::wire, Cause::not_reached, "The server's answer names no command. Look at its pages.", {{"address", ""}, {"reason", "no command"}});
  return number->get_int64();
}

Result<std::int64_t> ordered(ServerDesk& desk, const std::string& meter, json::object what) {
  TRY(command, desk.post("/meters/" + meter + "/commands", std::move(what)));
  return number_in(command);
}

/// Of this meter, by number, falling.
Result<std::vector<json::object>> commands_of(ServerDesk& desk, const std::string& meter) {
  TRY(page, desk.get("/commands?filter.meter=" + meter + "&sort=-number&page_size=50"));
  std::vector<json::object> rows;
  if (const auto* found = page.if_contains("rows"); found != nullptr && found->is_array())
    for (const auto& row : found->get_array())
      if (row.is_object()) rows.push_back(row.get_object());
  return rows;
}

/// An order that says nothing beside its kind.
Result<int> ordered_there(const LinkOptions& options, std::string_view kind) {
  TRY(meter, meter_named(options));
  TRY(desk, ServerDesk::sign_in(options.server));
  json::object what{{"kind", kind}};
  TRY(command, ordered(desk, meter, std::move(what)));
  return carried_out(desk, {command}, options);
}

}  // namespace

Result<int> read_by_server(const LinkOptions& options) {
  TRY(meter, meter_named(options));
  TRY(desk, ServerDesk::sign_in(options.server));
  json::object what{{"kind", "read"}};
  TRY(command, ordered(desk, meter, std::move(what)));
  TRY(row, desk.settled(command));
  if (!is_done(row)) return shown({row}, options.json);
  TRY(page, desk.get("/statements?filter.meter=" + meter + "&sort=-number&page_size=1"));
  const auto& rows = page.at("rows").as_array();
  if (rows.empty()) return shown({row}, options.json);
  if (options.json) fmt::print("{}\n", json::serialize(rows.front()));
  for (const auto& [name, value] : rows.front().as_object())
    if (!options.json && name != "raw" && !value.is_null()) fmt::print("{:<22} {}\n", std::string_view{name}, text_in(rows.front().as_object(), name));
  return 0;
}

Result<int> relay_by_server(const LinkOptions& options, const std::string& order, int minutes) {
  TRY(meter, meter_named(options));
  TRY(desk, ServerDesk::sign_in(options.server));
  json::object what{{"kind", "relay"}, {"order", in_books(order)}, {"minutes", minutes}};
  TRY(command, ordered(desk, meter, std::move(what)));
  return carried_out(desk, {command}, options);
}

Result<int> write_by_server(const LinkOptions& options, dlt645::Identifier item, const std::string& value) {
  const auto* row = dlt645::parameter_at(item);
  if (row == nullptr && !sets_clock(item, value)) return not_ordered(item);
  return row == nullptr ? ordered_there(options, "clock") : set_by_server(options, {{std::string(row->name), value}});
}

Result<int> set_by_server(const LinkOptions& options, const devices::Settings& set) {
  TRY(meter, meter_named(options));
  TRY(desk, ServerDesk::sign_in(options.server));
  json::object wanted;
  for (const auto& [name, value] : set) wanted[name] = value;
  json::object body{{"set", std::move(wanted)}};
  MUST(desk.post("/meters/" + meter + "/parameters", std::move(body)));
  TRY(all, commands_of(desk, meter));
  const auto own = std::ranges::find_if(all, [](const json::object& one) { return word_in<CommandKind>(one, "kind") == CommandKind::parameters; });
  if (own == all.end()) return 0;  // it was right already
  TRY(command, number_in(*own));
  return carried_out(desk, {command}, options);
}

Result<int> prices_by_server(const LinkOptions& options) { return ordered_there(options, "prices"); }

Result<int> credit_by_server(const LinkOptions& options, bool opens) {
  TRY(meter, meter_named(options));
  TRY(desk, ServerDesk::sign_in(options.server));
  TRY(all, commands_of(desk, meter));
  std::vector<std::int64_t> waiting;
  for (const auto& row : all) {
    const auto kind = word_in<CommandKind>(row, "kind");
    const bool is_credit_command = kind == CommandKind::credit || kind == CommandKind::voided || kind == CommandKind::closing;
    if (!is_credit_command || !text_in(row, "settled").empty() || (opens && text_in(row, "n") != "1")) continue;
    TRY(number, number_in(row));
    waiting.push_back(number);
  }
  if (waiting.empty()) return nothing_sold_waits(meter);
  return carried_out(desk, waiting, options);
}

}  // namespace kwota::app
