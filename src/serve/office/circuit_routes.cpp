// Circuits of a plate: looked at, made once, named.
#include "base/cause.h"
#include "base/decimal.h"
#include "base/ids_text.h"
#include "books/lookup.h"
#include "sell/remote_account/charge.h"
#include "sell/stock/circuits.h"
#include "serve/api/asked.h"
#include "serve/api/routes.h"
#include "serve/desk/shown.h"

namespace kwota::serve {
namespace {

using boost::json::array;
using boost::json::value;

constexpr books::Right write_right = "meters_write";

struct LastRegister {
  Energy energy;
  Instant at;
};

/// The newest that anybody heard or read: by its line, frozen, or released of a reading day.
std::optional<LastRegister> newest_register(const books::Reader& books, MeterNumber meter, const Zone& zone) {
  std::optional<LastRegister> out;
  const auto take = [&](Energy energy, Instant at) {
    if (!out || out->at < at) out = LastRegister{energy, at};
  };
  for (const auto& row : books.newest<books::MeterReading>(1, meter))
    if (row.energy && row.taken) take(*row.energy, *row.taken);
  for (const auto& row : books.newest<books::DayFreeze>(1, meter)) take(row.energy, zone.instant(LocalTime{row.day, 0, 0, 0}));
  for (const auto& row : books.newest<books::ReviewedReading>(1, meter))
    if (row.state != books::ReviewState::rejected) take(row.energy, row.taken);
  return out;
}

object circuit_json(const books::Circuit& row) {
  return {{"meter", to_text(row.meter)}, {"circuit", row.circuit}, {"number", to_text(row.number)}, {"phases", row.phases}, {"name", row.name}};
}

object supply_json(const books::Reader& books, const Shown& shown, const books::Circuit& row, const Zone& zone) {
  auto out = circuit_json(row);
  const auto meter = books.find<books::Meter>(row.number).value_or(books::Meter{});
  out["state"] = word_of(meter.state);
  out["commodity"] = word_of(meter.commodity);
  out["service_point"] = meter.service_point;
  const auto heard = newest_register(books, row.number, zone);
  out["energy"] = heard ? value(format_kwh(heard->energy)) : value(nullptr);
  out["taken"] = heard ? value(time_text(heard->at)) : value(nullptr);
  const auto account = books::account_of_meter(books, row.number);
  out["account"] = account ? value(account->number) : value(nullptr);
  const auto customer = account ? books.find<books::Customer>(account->customer) : std::nullopt;
  out["customer_name"] = customer ? customer->name : std::string{};
  const bool at_server = account && books.find<books::RemoteAccount>(account->number);
  out["balance"] = at_server ? value(shown.money(remote_account::balance_of(books, account->number))) : value(nullptr);
  return out;
}

void get_circuits(ServerParts& server, const CallPtr& call) {
  const auto number = parse_meter_number(call->path.at("number"));
  if (!number) return call->refuse(number.error());
  const Shown shown{minor_digits(server)};
  call->answer(server.books.read([&](const books::Reader& books) -> Result<object> {
    const auto meter = books.find<books::Meter>(*number);
    if (!meter) return error(Fault::request, Cause::not_found, "There is nothing of this name.", {{"what", to_text(*number)}});
    TRY(zone, books::utility_zone(books));
    array rows;
    for (const auto& row : stock::circuits_of(books, *number)) rows.push_back(supply_json(books, shown, row, zone));
    const auto on = stock::circuit_of(books, *number);
    const auto circuits = server.devices.facts_of(meter->model).circuits;
    return object{{"circuits", on ? 0 : circuits}, {"rows", std::move(rows)}, {"plate", on ? value(circuit_json(*on)) : value(nullptr)}};
  }));
}

void make_circuits(ServerParts& server, const CallPtr& call) {
  const auto meter = parse_meter_number(call->path.at("number"));
  if (!meter) return call->refuse(meter.error());
  const Asked body(call->body);
  const auto first = parse_meter_number(body.text("first"));
  if (!first) return call->refuse(first.error());
  decide(
      server, call, write_right,
      [request = stock::CircuitsRequest{*meter, *first, body.text("service_point")}, context = context_of(server, *call)](const books::Reader& books) {
        return stock::put_circuits(books, request, context);
      },
      [](const std::vector<books::Circuit>& made) {
        array rows;
        for (const auto& row : made) rows.push_back(circuit_json(row));
        return object{{"rows", std::move(rows)}};
      });
}

void name_circuit(ServerParts& server, const CallPtr& call) {
  const auto number = parse_meter_number(call->path.at("number"));
  if (!number) return call->refuse(number.error());
  decide(
      server, call, write_right,
      [number = *number, name = Asked(call->body).text("name"), context = context_of(server, *call)](const books::Reader& books) {
        return stock::name_circuit(books, number, name, context);
      },
      circuit_json);
}

}  // namespace

void add_circuit_routes(Router& router, ServerParts& server) {
  const auto on = adding_to(router, server);
  on("GET", "/meters/{number}/circuits", "meters_read", get_circuits);
  on("POST", "/meters/{number}/circuits", write_right, make_circuits);
  on("POST", "/meters/{number}/circuit-name", write_right, name_circuit);
}

}  // namespace kwota::serve
