// kwota meter read|write|open|recharge|relay: a technician and a meter on a line, without the console. Credit is sealed with the
// TEST KEY SET only: real money goes through the books first.
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/decimal.h"
#include "base/ids_text.h"
#include "kwota/meter_contact.h"
#include "kwota/meter_verb.h"

namespace kwota::app {
namespace {

namespace json = boost::json;

// ---- read

struct ReadOptions : LinkOptions {
  std::vector<std::string> items;
  bool json = false;
};

/// What is read when nothing is named: who, how much is left, what was bought last, what it counted, how it stands.
constexpr std::uint32_t usual_items[] = {0x04000402, 0x0400040B, 0x0400040E, 0x0400010C, 0x00900200, 0x00900201, 0x03330201,
                                         0x03330301, 0x00010000, 0x0280000B, 0x02010100, 0x02020100, 0x02030000, 0x04000503};

Result<dlt645::Identifier> item_named(const std::string& name) {
  for (const auto& item : dlt645::items())
    if (item.name == name && item.edition == dlt645::Edition::y2007 && item.mask == 0xFFFFFFFF)
      return dlt645::Identifier{item.edition, item.value};
  const auto bytes = from_hex(name);
  if (bytes && bytes->size() == 4) return dlt645::Identifier{dlt645::Edition::y2007, get_be32(bytes->data())};
  return error(Fault::request, "unknown_item", "There is no item of this name; nothing was asked. kwota frame items lists them.",
               {{"item", name}});
}

void print(const ReadOptions& options, dlt645::Identifier identifier, const Result<dlt645::Value>& value, json::array& all) {
  const auto* item = dlt645::find_item(identifier);
  const std::string name{item != nullptr ? item->name : "?"};
  if (options.json) {
    json::object row{{"identifier", identifier.text()}, {"item", name}};
    if (value.ok() && value->available()) {
      row["value"] = value->text();
      row["unit"] = std::string{value->unit()};
    } else {
      row["value"] = nullptr;
      if (!value.ok()) row["refused"] = value.error().code;
    }
    all.push_back(std::move(row));
    return;
  }
  const auto shown = !value.ok()           ? "- " + value.error().code
                     : !value->available() ? std::string{"not available"}
                                           : value->text_with_unit();
  fmt::print("{}  {:<26} {}\n", identifier.text(), name, shown);
}

/// An item that the meter has not is said and does not stop the others; a silent line does.
Result<int> read(const ReadOptions& options) {
  std::vector<dlt645::Identifier> wanted;
  for (const auto& name : options.items) {
    TRY(identifier, item_named(name));
    wanted.push_back(identifier);
  }
  if (wanted.empty())
    for (const auto value : usual_items) wanted.push_back({dlt645::Edition::y2007, value});
  TRY(contact, Contact::open(options));
  json::array all;
  for (const auto identifier : wanted) {
    const auto value = dialogue::run(dlt645::read_item(contact.address(), identifier), contact.parties());
    if (!value.ok() && value.error().fault == Fault::wire) return value.error();
    print(options, identifier, value, all);
  }
  if (options.json) fmt::print("{}\n", json::serialize(all));
  return 0;
}

// ---- write

struct WriteOptions : LinkOptions {
  std::string item, value;
};

Result<int> write(const WriteOptions& options) {
  TRY(identifier, item_named(options.item));
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  TRY(now, dialogue::run(dlt645::write_item(station, identifier, options.value, fresh_random()), contact.parties()));
  fmt::print("{}  {}\n", identifier.text(), now.text());
  return 0;
}

// ---- open, recharge

struct CreditOptions : LinkOptions {
  std::string customer, amount = "0";
  std::uint32_t count = 0;
  bool opens = false, json = false;
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

Result<int> credit(const CreditOptions& options) {
  TRY(customer, parse_customer_number(options.customer));
  TRY(amount, parse_money(options.amount, 2));
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  SystemRandom random;
  const auto order = dlt645::with_randoms({.station = station,
                                           .opens = options.opens,
                                           .customer = customer,
                                           .amount = amount,
                                           .count = SequenceNumber{options.count}},
                                          random);
  TRY(delivered, dialogue::run(dlt645::recharge(order), contact.parties()));
  print(options, delivered);
  if (delivered.cause && delivered.outcome != dlt645::Outcome::done) return refuse(*delivered.cause);
  return delivered.outcome == dlt645::Outcome::done ? 0 : 1;
}

// ---- relay

struct RelayOptions : LinkOptions {
  std::string order, zone = "UTC";
  int minutes = 15;
};

struct NamedOrder {
  std::string_view name;
  std::uint8_t order;
};
constexpr NamedOrder orders[] = {{"trip", 0x1A}, {"permit", 0x1B}, {"close", 0x1C}, {"protect", 0x3A}, {"end-protect", 0x3B}};

/// ss mm hh DD MM YY, packed.
std::array<std::uint8_t, 6> groups(const LocalTime& at) {
  const unsigned values[] = {at.second,   at.minute,     at.hour,
                             at.date.day, at.date.month, static_cast<unsigned>(at.date.year % 100)};
  std::array<std::uint8_t, 6> bcd{};
  for (std::size_t i = 0; i < bcd.size(); ++i) bcd[i] = static_cast<std::uint8_t>(values[i] / 10 << 4 | values[i] % 10);
  return bcd;
}

Result<int> relay(const RelayOptions& options) {
  const auto* found = std::ranges::find(orders, options.order, &NamedOrder::name);
  TRY(zone, Zone::find(options.zone));
  TRY(contact, Contact::open(options));
  TRY(station, contact.station(options));
  const auto until = zone.local(SystemClock{}.now() + Duration::minutes(options.minutes));
  TRY(now, dialogue::run(dlt645::switch_relay(station, {.order = found->order, .valid_until = groups(until)}, fresh_random()),
                         contact.parties()));
  fmt::print("Relay {}{}.\n", now.open ? "open" : "closed", now.protected_ ? ", power-protect on" : "");
  return 0;
}

// ---- the verbs

Verb read_verb() {
  auto options = std::make_shared<ReadOptions>();
  return {.name = "read",
          .help = "Read values",
          .options = together(link_options(*options), {{"ITEM", &options->items, "Identifiers (00900200) or names; none: the usual ones"},
                                                       {"--json", &options->json, "As JSON"}}),
          .example = "kwota meter read 004123456789 --link tcp://127.0.0.1:8645",
          .run = run_with(options, read)};
}

Verb write_verb() {
  auto options = std::make_shared<WriteOptions>();
  return {.name = "write",
          .help = "Write a value under the seal, and read it back (TEST KEY SET only)",
          .options = together(link_options(*options),
                              {{"ITEM", &options->item, "Identifier or name; kwota frame items says which can be written", {.required = true}},
                               {"VALUE", &options->value, "As reading shows it: 25.50", {.required = true}}}),
          .example = "kwota meter write 004123456789 overdraft_limit 25.50 --link tcp://127.0.0.1:8645",
          .run = run_with(options, write)};
}

Verb credit_verb(const char* name, const char* help, const char* example, bool opens) {
  auto options = std::make_shared<CreditOptions>();
  options->opens = opens;
  return {.name = name,
          .help = help,
          .options = together(link_options(*options),
                              {{"--customer", &options->customer, "Number of the customer", {.required = true}},
                               {"--amount", &options->amount, "50.00; 0 voids this count", {.required = !opens}},
                               {"--count", &options->count, "Purchase count of this credit: the meter's count plus one", {.required = !opens}},
                               {"--json", &options->json, "As JSON"}}),
          .example = example,
          .run = run_with(options, credit)};
}

Verb relay_verb() {
  auto options = std::make_shared<RelayOptions>();
  std::vector<std::string> names;
  for (const auto& order : orders) names.emplace_back(order.name);
  return {.name = "relay",
          .help = "Switch the load, and read how it stands (TEST KEY SET only)",
          .options = together(link_options(*options),
                              {{"ORDER", &options->order, "What to do", {.required = true, .one_of = names}},
                               {"--zone", &options->zone, "Time zone of the meter's clock", {.shows_default = true}},
                               {"--valid", &options->minutes, "How long the order is good, in minutes", {.shows_default = true, .range = Range{1, 1440}}}}),
          .example = "kwota meter relay 004123456789 trip --link serial:///dev/ttyUSB0?baud=2400",
          .run = run_with(options, relay)};
}

}  // namespace

Verb meter_verb() {
  return {.name = "meter",
          .help = "Meters on a line (DL/T 645-2007): a virtual one, and talking to any",
          .verbs = {meter_run_verb(), read_verb(), write_verb(),
                    credit_verb("open", "Open the account of a meter, with or without its first credit (TEST KEY SET only)",
                                "kwota meter open 004123456789 --customer 880001 --link tcp://127.0.0.1:8645", true),
                    credit_verb("recharge", "Credit a meter, once for each count (TEST KEY SET only)",
                                "kwota meter recharge 004123456789 --customer 880001 --amount 50.00 --count 1 --link tcp://127.0.0.1:8645", false),
                    relay_verb(), meter_parameters_verb(), meter_tariff_verb()}};
}

}  // namespace kwota::app
