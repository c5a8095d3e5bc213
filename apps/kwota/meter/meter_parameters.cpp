// kwota meter parameters: what an office sets of a meter – hours, load, free energy, limits – read, or set and read back, by a
// technician at its line: with known keys, or by the utility's books or server (docs/dormitories.md).
#include <fmt/format.h>

#include <boost/json.hpp>

#include "carry/remote_vending/parameters.h"
#include "kwota/meter/meter_by_books.h"
#include "kwota/meter/meter_by_server.h"
#include "kwota/meter/meter_contact.h"
#include "kwota/meter/meter_verb.h"
#include "models/all.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct ParameterOptions : LinkOptions {
  std::vector<std::string> settings;
  std::string model;
};

/// "curfew_from=23:00".
Result<devices::Settings> settings_in(const std::vector<std::string>& words) {
  devices::Settings set;
  for (const auto& word : words) {
    const auto equals = word.find('=');
    if (equals == std::string::npos)
      return error(Fault::request, "unknown_parameter", fmt::format("Write NAME=VALUE; \"{}\" is none. Nothing was asked.", word),
                   {{"item", word}});
    set[word.substr(0, equals)] = word.substr(equals + 1);
  }
  return set;
}

json::object view(const dlt645::ParameterHeld& one) {
  json::object row{{"item", one.row->name}, {"group", name_of(one.row->group)}, {"written", one.written}};
  row["value"] = one.text.empty() ? json::value(nullptr) : json::value(one.text);
  row["unit"] = one.row->unit;
  if (one.refused) row["refused"] = one.refused->code;
  return row;
}

void print(const dlt645::ParameterHeld& one) {
  const auto shown = one.text.empty() ? std::string{"-"} : fmt::format("{} {}", one.text, one.row->unit);
  fmt::print("{:<10} {:<26} {:<16} {}\n", name_of(one.row->group), one.row->name, shown,
             one.refused   ? one.refused->code
             : one.written ? "written"
                           : "");
}

/// Everything is shown before the first refusal ends it.
Result<int> run_parameters(const ParameterOptions& options) {
  TRY(set, settings_in(options.settings));
  if (!options.server.address.empty()) return set_by_server(by_server(options), set);
  if (!options.books.data.empty()) return set_by_books(options, set);
  dlt645::ParameterOrder order;
  order.model = options.model;
  TRY(good, devices::checked(options.model, models::facts_of(options.model), set));
  order.set = std::move(good);
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  order.station = station;
  order.random1 = fresh_random();
  TRY(held, contact.hold(dlt645::settle_parameters(order)));
  json::array all;
  std::optional<Error> refused;
  for (const auto& one : held) {
    all.push_back(view(one));
    if (!options.json) print(one);
    if (one.refused && !refused) refused = one.refused;
  }
  if (options.json) fmt::print("{}\n", json::serialize(all));
  return refused ? refuse(*refused) : 0;
}

std::string wrong_parameters(const ParameterOptions& options) {
  if (auto wrong = wrong_acting(options); !wrong.empty()) return wrong;
  return of_the_utility(options) && options.settings.empty() ? "With --data or --server NAME=VALUE says what to set; reading needs no keys: --link alone" : "";
}

}  // namespace

Verb meter_parameters_verb() {
  auto options = std::make_shared<ParameterOptions>();
  return {.name = "parameters",
          .help = "Hours, load control, free energy, limits: read, or set and read back",
          .options = together(acting_options(*options), {{"NAME=VALUE", &options->settings, "What to set; none: everything is read"},
                                                       {"--model", &options->model, "Its model: what it has not is not asked; books know it", {.excludes = {"--data", "--server"}}},
                                                       {"--json", &options->json, "As JSON"}}),
          .example = "kwota meter parameters 004123456789 curfew_from=23:00 curfew_to=06:00 --link tcp://127.0.0.1:8645",
          .wrong_usage = [options] { return wrong_parameters(*options); },
          .run = run_with(options, run_parameters)};
}

}  // namespace kwota::app
