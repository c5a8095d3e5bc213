// Dormitories: what is wanted of a meter and of a whole building and what meters have, who lives in a room.
#include <algorithm>

#include "base/cause.h"
#include "base/ids_text.h"
#include "sell/remote/parameters.h"
#include "sell/rooms/occupants.h"
#include "sell/rooms/profile.h"
#include "serve/api/routes.h"
#include "serve/api/taken.h"
#include "serve/desk/remote_work.h"
#include "serve/desk/shown.h"
#include "serve/office/register.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

// ---- parameters of a meter ---------------------------------------------------------------------------------------------

object row_json(const devices::Parameter& row, const books::MeterParameter* known) {
  const bool differs = known != nullptr && !known->wanted.empty() && known->wanted != known->held;
  return {{"item", row.name},
          {"group", name_of(row.group)},
          {"kind", name_of(row.kind)},
          {"unit", row.unit},
          {"least", devices::text_of(row, row.least)},
          {"most", devices::text_of(row, row.most)},
          {"worth_money", row.is_worth_money},
          {"wanted", known != nullptr ? known->wanted : std::string{}},
          {"held", known != nullptr ? known->held : std::string{}},
          {"received", known != nullptr ? time_text(known->received) : value(nullptr)},
          {"differs", differs}};
}

/// Everything that meters of its model have, wanted and held, and how far the newest order has come.
Result<object> parameters_json(const books::Reader& books, MeterNumber number, const devices::Known& devices) {
  const auto meter = books.find<books::Meter>(number);
  if (!meter) return error(Fault::request, Cause::not_found, "There is no such meter.", {{"what", to_text(number)}});
  const auto known = books.select<books::MeterParameter>(number);
  array rows;
  const auto& facts = devices.facts_of(meter->model);
  for (const auto& row : devices::parameters()) {
    if (!devices::has(facts, row.name)) continue;
    const auto one = std::ranges::find(known, row.name, &books::MeterParameter::item);
    rows.push_back(row_json(row, one == known.end() ? nullptr : &*one));
  }
  const auto link = books.find<books::MeterLink>(number);
  const auto command = books.last(books::MeterCommand::of_kind, number, books::CommandKind::parameters);
  return object{{"meter", to_text(number)},
                {"model", meter->model},
                {"service_point", meter->service_point},
                {"link", link ? std::string(word_of(link->state)) : std::string{}},
                {"rows", std::move(rows)},
                {"command", command ? value(command_json(*command)) : value(nullptr)}};
}

void get_parameters(ServerParts& server, const CallPtr& call) {
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    TRY(number, parse_meter_number(call->path.at("number")));
    return parameters_json(books, number, server.devices);
  }));
}

/// {"set": {name: text}}; texts alone are taken.
devices::Settings set_in(const Call& call) {
  devices::Settings out;
  const auto* set = call.body.is_object() ? call.body.get_object().if_contains("set") : nullptr;
  if (set == nullptr || !set->is_object()) return out;
  for (const auto& [name, text] : set->get_object())
    if (text.is_string()) out.emplace(std::string{name}, std::string{text.get_string()});
  return out;
}

void post_parameters(ServerParts& server, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("number"));
  if (!meter) return call->refuse(meter.error());
  const remote::ParametersRequest request{
      .meter = *meter, .set = set_in(*call), .approval = Asked(call->body).number("approval")};
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, request, context] {
    const auto ordered = server.books.run(actor_of(*call, "meter_parameters"), [&](const books::Reader& books) {
      return remote::order_parameters(books, request, context);
    });
    if (!ordered) return refuse_or_ask(server, call, ordered.error());
    if (ordered->number != 0) publish_command(server, *ordered);
    call->answer(server.books.read([&](const books::Reader& books) { return parameters_json(books, request.meter, server.devices); }));
  });
}

// ---- parameters of a building ------------------------------------------------------------------------------------------

Result<object> progress_json(const books::Reader& books, const std::string& place) {
  if (!books.find<books::Place>(place)) return error(Fault::request, Cause::not_found, "There is no such place.", {{"what", place}});
  array rows;
  for (const auto& room : rooms::progress(books, place)) {
    array differ;
    for (const auto& item : room.differ) differ.push_back(value(item));
    rows.push_back(object{{"meter", to_text(room.meter)},
                          {"service_point", room.service_point},
                          {"state", room.state ? word_of(*room.state) : ""},
                          {"error", room.error},
                          {"error_details", parsed(room.error_details.empty() ? "{}" : room.error_details)},
                          {"evidence", room.evidence},
                          {"wanted", room.wanted},
                          {"differ", std::move(differ)}});
  }
  return object{{"place", place}, {"rows", std::move(rows)}};
}

void get_progress(ServerParts& server, const CallPtr& call) {
  server.workers.run([&server, call] {
    call->answer(server.books.read([&](const books::Reader& books) { return progress_json(books, call->path.at("code")); }));
  });
}

array rooms_json(const std::vector<rooms::ProfileRoom>& rooms) {
  array out;
  for (const auto& room : rooms)
    out.push_back(object{{"meter", to_text(room.meter)},
                         {"service_point", room.service_point},
                         {"command", room.command},
                         {"refused", room.refused}});
  return out;
}

void post_profile(ServerParts& server, const CallPtr& call) {
  const rooms::ProfileRequest request{
      .place = call->path.at("code"), .set = set_in(*call), .approval = Asked(call->body).number("approval")};
  const auto context = context_of(server, *call);
  decide(
      server, call, "meter_parameters",
      [request, context](const books::Reader& books) { return rooms::apply_profile(books, request, context); },
      [&server, place = request.place](const std::vector<rooms::ProfileRoom>& rooms) {
        if (server.queue_changed) server.queue_changed();
        return object{{"place", place}, {"rows", rooms_json(rooms)}};
      });
}

// ---- who lives in a room -----------------------------------------------------------------------------------------------

Result<books::Decision<books::Occupant>> put_occupant(const books::Reader& books, const books::Occupant& row, const Asked&,
                                                      const people::Context& context) {
  return row.number == 0 ? rooms::move_in(books, row, context) : rooms::correct(books, row, context);
}

/// Meter and account count who lives there now. What fails here the head-end does within the hour.
void count_room(ServerParts& server, const Call& call, const books::Occupant& row) {
  const auto now = server.clock.now();
  const auto fed = server.books.read(
      [&](const books::Reader& books) -> Result<std::vector<MeterNumber>> { return rooms::meters_at(books, row.service_point); });
  if (!fed) return;
  const auto commands = server.books.run(actor_of(call, "occupants_write"), [&](const books::Reader& books) {
    return rooms::follow(books, *fed, now, server.devices, call.who->name);
  });
  if (!commands) return;
  for (const auto& command : *commands) publish_command(server, command);
}

const auto occupants = kept<books::Occupant>(put_occupant, count_room);

void move_out(ServerParts& server, const CallPtr& call) {
  const auto context = context_of(server, *call);
  server.workers.run([&server, call, context] {
    const auto last_day = Asked(call->body).text("last_day");
    const auto gone = server.books.run(actor_of(*call, "occupants_write"), [&](const books::Reader& books) {
      return rooms::move_out(books, call->path.at("service_point"), path_number(*call, "number"), last_day, context);
    });
    if (!gone) return call->refuse(gone.error());
    count_room(server, *call, *gone);
    call->answer(row_of(server, *call->who, occupants.view, occupants.named(*gone)));
  });
}

}  // namespace

void add_room_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  add_register(router, server, occupants);
  on("POST", "/occupants/{service_point}/{number}/move-out", "occupants_write", move_out);
  on("GET", "/meters/{number}/parameters", "meters_read", get_parameters);
  on("POST", "/meters/{number}/parameters", "meter_parameters", post_parameters);
  on("GET", "/places/{code}/parameters", "meters_read", get_progress);
  on("POST", "/places/{code}/parameters", "meter_parameters", post_profile);
}

}  // namespace kwota::serve
