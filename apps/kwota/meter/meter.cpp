// kwota meter read|write|open|recharge|relay: a technician and a meter on a line, without the console. Without books it is sealed with
// test keys, and books nothing; with --data by the books and the utility's own keys (meter_by_books.h).
#include <fmt/format.h>

#include <algorithm>
#include <boost/json.hpp>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "carry/lines/dlt645_in_words.h"
#include "carry/remote_vending/recharge.h"
#include "kwota/meter/meter_by_books.h"
#include "kwota/meter/meter_by_server.h"
#include "kwota/meter/meter_contact.h"
#include "kwota/meter/meter_verb.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

// ---- read

struct ReadOptions : LinkOptions {
  std::vector<std::string> items;
};

/// What is read when nothing is named: who, how much is left, what was bought last, what it counted, how it stands.
constexpr std::uint32_t usual_items[] = {0x04000402, 0x0400040B, 0x0400040E, 0x0400010C, 0x00900200, 0x00900201, 0x03330201,
                                         0x03330301, 0x00010000, 0x0280000B, 0x02010100, 0x02020100, 0x02030000, 0x04000503};
constexpr std::uint32_t usual_items_1997[] = {0xC032, 0xC033, 0xC010, 0xC011, 0x9010, 0xB611, 0xB621, 0xB630};

/// By name, the first place of what has several; or an identifier as it is written, also of a block.
Result<dlt645::Identifier> item_named(const std::string& name, dlt645::Edition edition = dlt645::Edition::y2007) {
  for (const auto& item : dlt645::items())
    if (item.name == name && item.edition == edition) return first_of(item);
  const auto bytes = from_hex(name);
  const dlt645::Identifier like{edition, 0};
  if (bytes && bytes->size() == like.bytes()) {
    auto identifier = like;
    for (const auto byte : *bytes) identifier.value = identifier.value << 8 | byte;
    return identifier;
  }
  return error(Fault::request, "unknown_item",
               fmt::format("There is no item of this name in the edition of {}; nothing more was asked. kwota frame items lists them.",
                           edition == dlt645::Edition::y2007 ? 2007 : 1997),
               {{"item", name}});
}

Result<std::vector<dlt645::Identifier>> wanted_items(const ReadOptions& options, dlt645::Edition edition) {
  std::vector<dlt645::Identifier> wanted;
  for (const auto& name : options.items) {
    TRY(identifier, item_named(name, edition));
    wanted.push_back(identifier);
  }
  if (!wanted.empty()) return wanted;
  const auto usual = edition == dlt645::Edition::y2007 ? std::span<const std::uint32_t>{usual_items} : usual_items_1997;
  for (const auto value : usual) wanted.push_back({edition, value});
  return wanted;
}

void print(const ReadOptions& options, const dlt645::ReportedValue& reported, json::array& all) {
  const std::string name{reported.name.empty() ? "?" : reported.name};
  const bool available = reported.value.available();
  if (!options.json)
    return fmt::print("{}  {:<26} {}\n", reported.identifier.text(), name, available ? reported.value.text_with_unit() : "not available");
  json::object row{{"identifier", reported.identifier.text()}, {"item", name}, {"value", nullptr}};
  if (available) {
    row["value"] = reported.value.text();
    row["unit"] = std::string{reported.value.unit()};
    row["told"] = lines::value_json(reported.value);
  }
  all.push_back(std::move(row));
}

void print(const ReadOptions& options, dlt645::Identifier identifier, const Error& refused, json::array& all) {
  const auto* item = dlt645::find_item(identifier);
  const std::string name{item != nullptr ? item->name : "?"};
  const auto reason = refused.details.find("reason");
  const auto why = reason == refused.details.end() ? std::string{} : reason->second;
  if (options.json)
    all.push_back(json::object{{"identifier", identifier.text()}, {"item", name}, {"value", nullptr}, {"refused", refused.code}, {"reason", why}});
  else
    fmt::print("{}  {:<26} - {}{}\n", identifier.text(), name, refused.code, why.empty() ? "" : ": " + why);
}

/// An item that the meter has not is said and does not stop the others; a silent line does.
Result<int> read(const ReadOptions& options) {
  if (!options.server.address.empty()) return read_by_server(by_server(options));
  TRY(contact, Contact::open(options));
  TRY(found, dialogue::run(dlt645::find_meter(contact.address()), contact.parties()));
  TRY(wanted, wanted_items(options, found.edition));
  json::array all;
  for (const auto identifier : wanted) {
    const auto reported = dialogue::run(dlt645::read_values_of(found.address, identifier), contact.parties());
    if (!reported.ok() && reported.error().fault == Fault::wire) return reported.error();
    if (!reported.ok()) print(options, identifier, reported.error(), all);
    else
      for (const auto& one : *reported) print(options, one, all);
  }
  if (options.json) fmt::print("{}\n", json::serialize(all));
  return 0;
}

std::string wrong_reading(const ReadOptions& options) {
  const bool by_server = !options.server.address.empty();
  if (options.address.empty()) return "ADDRESS is required";
  if (!by_server && options.link.empty()) return "--link names the line, or --server who knows it";
  return by_server && !options.items.empty() ? "A server reads a meter's whole word: no ITEM beside --server" : "";
}

// ---- write

struct WriteOptions : LinkOptions {
  std::string item, value, zone = default_zone;
};

/// What is typed as a value; `now` of the clock is the moment at which it goes to the meter.
Result<std::string> value_of(const WriteOptions& options, dlt645::Identifier item) {
  if (!sets_clock(item, options.value)) return options.value;
  TRY(zone, Zone::find(options.zone));
  return format_local(zone.local(SystemClock{}.now()));
}

Result<int> write(const WriteOptions& options) {
  TRY(identifier, item_named(options.item));
  if (!options.server.address.empty()) return write_by_server(by_server(options), identifier, options.value);
  if (!options.books.data.empty()) return write_by_books(options, identifier, options.value);
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  TRY(value, value_of(options, identifier));
  TRY(now, contact.hold(dlt645::write_item(station, identifier, value, fresh_random())));
  fmt::print("{}  {}\n", identifier.text(), now.text());
  return 0;
}

// ---- open, recharge

struct CreditOptions : LinkOptions {
  std::string customer, amount;
  std::uint32_t count = 0;
  bool opens = false;
};

void print(const CreditOptions& options, const dlt645::Delivered& delivered) {
  if (!options.json) {
    fmt::print("{}: {}.\n", name_of(delivered.outcome), delivered.evidence);
    if (delivered.after)
      fmt::print("The meter's count is {}, {} remain.\n", delivered.after->count.value(),
                 format_money(delivered.after->remaining, 2));
    return;
  }
  json::object out{{"outcome", name_of(delivered.outcome)}, {"evidence", delivered.evidence}};
  if (delivered.cause) out["cause"] = delivered.cause->code;
  if (delivered.after) {
    out["count"] = delivered.after->count.value();
    out["remaining"] = format_money(delivered.after->remaining, 2);
  }
  fmt::print("{}\n", json::serialize(out));
}

/// What is named where nothing is in books, and stands in them where they are.
std::string wrong_credit(const CreditOptions& options) {
  if (auto wrong = wrong_acting(options); !wrong.empty()) return wrong;
  const bool names_credit = !options.customer.empty() || !options.amount.empty() || options.count != 0;
  if (!options.books.data.empty() || !options.server.address.empty())
    return names_credit ? "With --data or --server what was sold is brought: --customer, --amount and --count stand in the books" : "";
  if (options.customer.empty()) return "--customer is required";
  return !options.opens && (options.amount.empty() || options.count == 0) ? "--amount and --count are required" : "";
}

Result<int> credit(const CreditOptions& options) {
  if (!options.server.address.empty()) return credit_by_server(by_server(options), options.opens);
  if (!options.books.data.empty()) return credit_by_books(options, options.opens);
  TRY(customer, parse_customer_number(options.customer));
  TRY(amount, parse_money(options.amount.empty() ? "0" : options.amount, 2));
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  SystemRandom random;
  const auto order = dlt645::with_randoms({.station = station,
                                           .opens = options.opens,
                                           .customer = customer,
                                           .amount = amount,
                                           .count = SequenceNumber{options.count}},
                                          random);
  TRY(delivered, contact.hold(dlt645::recharge(order)));
  if (delivered.cause && delivered.outcome == dlt645::Outcome::not_done) delivered.cause = contact.true_reason(*delivered.cause);
  print(options, delivered);
  if (delivered.cause && delivered.outcome != dlt645::Outcome::done) return refuse(*delivered.cause);
  return delivered.outcome == dlt645::Outcome::done ? 0 : 1;
}

// ---- relay

struct RelayOptions : LinkOptions {
  std::string order, zone = default_zone;
  int minutes = 15;
};

Result<int> relay(const RelayOptions& options) {
  if (!options.server.address.empty()) return relay_by_server(by_server(options), options.order, options.minutes);
  if (!options.books.data.empty()) return relay_by_books(options, options.order, options.minutes);
  const auto found = std::ranges::find(dlt645::relay_orders(), options.order, &dlt645::NamedOrder::name);
  TRY(zone, Zone::find(options.zone));
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  const auto until = zone.local(SystemClock{}.now() + Duration::minutes(options.minutes));
  TRY(now, contact.hold(dlt645::switch_relay(station, {.order = found->order, .valid_until = dlt645::moment_bytes(until)}, fresh_random())));
  fmt::print("Relay {}{}.\n", now.open ? "open" : "closed", now.protected_ ? ", power-protect on" : "");
  return 0;
}

// ---- the verbs

Verb read_verb() {
  auto options = std::make_shared<ReadOptions>();
  return {.name = "read",
          .help = "Read values",
          .options = together(together(link_options(*options, false), server_options(options->server)),
                              {{"--as", &options->books.as, "Who asks a server; he types his password", {.needs = {"--server"}}},
                               {"ITEM", &options->items, "Identifiers (00900200, of a block 0201FF00, of 1997 9010) or names; none: the usual ones"},
                               {"--json", &options->json, "As JSON"}}),
          .example = "kwota meter read 004123456789 --link tcp://127.0.0.1:8645",
          .wrong_usage = [options] { return wrong_reading(*options); },
          .run = run_with(options, read)};
}

Verb write_verb() {
  auto options = std::make_shared<WriteOptions>();
  return {.name = "write",
          .help = "Write a value under the seal, and read it back",
          .options = together(acting_options(*options),
                              {{"ITEM", &options->item, "Identifier or name; kwota frame items says which can be written", {.required = true}},
                               {"VALUE", &options->value, "As reading shows it: 25.50; of the clock (0400010C) also now", {.required = true}},
                               {"--zone", &options->zone, "Time zone of the meter's clock; without books", {.shows_default = true}}}),
          .example = "kwota meter write 004123456789 overdraft_limit 25.50 --link tcp://127.0.0.1:8645",
          .wrong_usage = [options] { return wrong_acting(*options); },
          .run = run_with(options, write)};
}

Verb credit_verb(const char* name, const char* help, const char* example, bool opens) {
  auto options = std::make_shared<CreditOptions>();
  options->opens = opens;
  return {.name = name,
          .help = help,
          .options = together(acting_options(*options),
                              {{"--customer", &options->customer, "Number of the customer; without books"},
                               {"--amount", &options->amount, "50.00; 0 voids this count; without books", {.needs = {"--count"}}},
                               {"--count", &options->count, "Purchase count of this credit: the meter's count plus one; without books"},
                               {"--json", &options->json, "As JSON"}}),
          .example = example,
          .wrong_usage = [options] { return wrong_credit(*options); },
          .run = run_with(options, credit)};
}

Verb relay_verb() {
  auto options = std::make_shared<RelayOptions>();
  std::vector<std::string> names;
  for (const auto& order : dlt645::relay_orders()) names.emplace_back(order.name);
  return {.name = "relay",
          .help = "Switch the load, and read how it stands",
          .options = together(acting_options(*options),
                              {{"ORDER", &options->order, "What to do", {.required = true, .one_of = names}},
                               {"--zone", &options->zone, "Time zone of the meter's clock", {.shows_default = true}},
                               {"--valid", &options->minutes, "How long the order is good, in minutes", {.shows_default = true, .range = Range{1, 1440}}}}),
          .example = "kwota meter relay 004123456789 trip --link serial:///dev/ttyUSB0?baud=2400",
          .wrong_usage = [options] { return wrong_acting(*options); },
          .run = run_with(options, relay)};
}

}  // namespace

Verb meter_verb() {
  return {.name = "meter",
          .help = "Meters on a line (DL/T 645-2007): a virtual one, and talking to any",
          .verbs = {meter_run_verb(), read_verb(), write_verb(),
                    credit_verb("open", "Open the account of a meter, with or without its first credit; with --data the one that was sold",
                                "kwota meter open 004123456789 --customer 880001 --link tcp://127.0.0.1:8645", true),
                    credit_verb("recharge", "Credit a meter, once for each count; with --data what was sold and waits",
                                "kwota meter recharge 004123456789 --customer 880001 --amount 50.00 --count 1 --link tcp://127.0.0.1:8645", false),
                    relay_verb(), meter_parameters_verb(), meter_tariff_verb()}};
}

}  // namespace kwota::app
