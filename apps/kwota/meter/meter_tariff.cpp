// kwota meter tariff: a price plan into a meter on its line, and what the meter would lose of it; by the utility's books or server the prices
// of its account (docs/remote-vending.md).
#include <fmt/format.h>

#include <boost/json.hpp>
#include <optional>

#include "base/decimal.h"
#include "carry/remote_vending/prices.h"
#include "kwota/input.h"
#include "kwota/meter/meter_by_books.h"
#include "kwota/meter/meter_by_server.h"
#include "kwota/meter/meter_contact.h"
#include "kwota/meter/meter_verb.h"
#include "sell/tariff/use/meter_table.h"
#include "work/teller/device_words.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

struct TariffOptions : LinkOptions {
  std::vector<std::string> plans;
  std::string at;
  bool look = false;
};

Result<tariff::PricePlan> plan_in(const std::string& name) {
  TRY(text, input_text(name));
  return tariff::PricePlan::from_text(text);
}

/// One set of a plan: the version that counts at a moment.
struct Set {
  std::string plan, version;
  tariff::MeterTable table;
  std::optional<LocalTime> from;  ///< nothing: it counts already
  Zone zone;
};

/// --at: a date of the plan's zone, whose version is meant; else the one that counts now.
Result<Set> set_of(const tariff::PricePlan& plan, const std::string& at) {
  TRY(zone, Zone::find(plan.zone()));
  const auto now = SystemClock{}.now();
  auto moment = now;
  if (!at.empty()) {
    TRY(date, parse_date(at));
    moment = zone.instant({date});
  }
  TRY(version, plan.version_at(moment));
  TRY(table, tariff::meter_table(plan, moment, {}));
  std::optional<LocalTime> from;
  if (moment > now) from = zone.local(moment);
  return Set{plan.id(), std::move(version), std::move(table), from, std::move(zone)};
}

std::string price(MeterPrice price) { return format_decimal(price.e4(), 4); }

json::object view(const Set& set) {
  json::array rates, steps, lost;
  for (std::size_t i = 0; i < set.table.rate_prices.size(); ++i)
    rates.push_back(json::object{{"name", set.table.rate_names[i]}, {"price", price(set.table.rate_prices[i])}});
  for (std::size_t i = 0; i < set.table.step_prices.size(); ++i) {
    json::object step{{"add", price(set.table.step_prices[i])}};
    if (i < set.table.step_ends.size()) step["to"] = format_decimal(set.table.step_ends[i].wh() / 10, 2);
    steps.push_back(std::move(step));
  }
  for (const auto& one : set.table.differences) lost.push_back(json::string{one});
  return {{"plan", set.plan},
          {"version", set.version},
          {"rates", std::move(rates)},
          {"steps", std::move(steps)},
          {"zones", set.table.schedule.zones.size()},
          {"day_tables", set.table.schedule.tables.size()},
          {"holidays", set.table.schedule.holidays.size()},
          {"lost", std::move(lost)}};
}

void print(const Set& set) {
  fmt::print("{} {}\n", set.plan, set.version);
  for (std::size_t i = 0; i < set.table.rate_prices.size(); ++i)
    fmt::print("rate {}  {:>10}  {}\n", i + 1, price(set.table.rate_prices[i]), set.table.rate_names[i]);
  for (std::size_t i = 0; i < set.table.step_prices.size(); ++i)
    fmt::print(
        "step {}  {:>10}  {}\n", i + 1, "+" + price(set.table.step_prices[i]),
        i < set.table.step_ends.size() ? "to " + format_decimal(set.table.step_ends[i].wh() / 10, 2) + " kWh" : "and above");
  const auto& schedule = set.table.schedule;
  if (!schedule.empty())
    fmt::print("{} year zones, {} day tables, {} holidays\n", schedule.zones.size(), schedule.tables.size(),
               schedule.holidays.size());
  for (const auto& lost : set.table.differences) fmt::print("loses   {}\n", lost);
}

Result<dlt645::PricesHeld> write(const TariffOptions& options, const Set& set) {
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  dlt645::PriceOrder order;
  order.station = station;
  order.set = teller::price_set(set.table);
  order.at = set.from;
  order.now = set.zone.local(SystemClock{}.now());
  order.random1 = fresh_random();
  return contact.hold(dlt645::write_prices(order));
}

/// Several plans are only compared: a meter has one.
Result<int> run_tariff(const TariffOptions& options) {
  if (!options.server.address.empty()) return prices_by_server(by_server(options));
  if (!options.books.data.empty()) return prices_by_books(options);
  const bool look = options.look || options.plans.size() > 1;
  if (!look && (options.link.empty() || options.address.empty()))
    return error(Fault::request, "field_missing",
                 "Say which meter: --link and its address; or --look, to see what it would lose.", {{"field", "--link"}});
  json::array all;
  for (const auto& name : options.plans) {
    TRY(plan, plan_in(name));
    TRY(set, set_of(plan, options.at));
    // What a meter refused is no price table of it: nothing is shown before it has answered.
    std::optional<dlt645::PricesHeld> held;
    if (!look) {
      TRY(written, write(options, set));
      held = written;
    }
    auto shown = view(set);
    if (held) {
      shown["from"] = format_local(held->from);
      shown["was_there"] = held->was_there;
    }
    if (!options.json) {
      print(set);
      if (held) fmt::print("{}, from {} on the meter's clock.\n", held->was_there ? "It was there" : "Written", format_local(held->from));
    }
    all.push_back(std::move(shown));
  }
  if (options.json) fmt::print("{}\n", json::serialize(all));
  return 0;
}

/// A utility's meter is told its account's prices and no file.
std::string wrong_tariff(const TariffOptions& options) {
  if (!of_the_utility(options)) return options.plans.empty() ? "--plan is required; with --data or --server the meter is told the prices of its account" : "";
  if (options.address.empty()) return "ADDRESS is required";
  return !options.plans.empty() || !options.at.empty() || options.look ? "With --data or --server the meter is told the prices of its account: no --plan, --at or --look" : "";
}

}  // namespace

Verb meter_tariff_verb() {
  auto options = std::make_shared<TariffOptions>();
  auto acting = acting_options(*options);
  acting.front().rules.required = false;
  return {.name = "tariff",
          .help = "A price plan as a meter would hold it, and into a meter; with --data or --server the prices of its account",
          .options = together(std::move(acting),
                              {{"--plan", &options->plans, "JSON files with one price plan each; several are only looked at"},
                               {"--at", &options->at, "Date whose version is meant; default: the one that counts now"},
                               {"--look", &options->look, "Only say what the meter would hold and lose"},
                               {"--json", &options->json, "As JSON"}}),
          .example = "kwota meter tariff 004123456789 --link tcp://127.0.0.1:8645 --plan demo/plans/demo-monthly.json",
          .wrong_usage = [options] { return wrong_tariff(*options); },
          .run = run_with(options, run_tariff)};
}

}  // namespace kwota::app
