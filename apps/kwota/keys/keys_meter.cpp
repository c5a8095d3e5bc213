// kwota keys meter download|update|forget|restore: a technician and a meter, on its registered line by way of the counters, or on a line that
// is plugged in here; while no server runs on the folder; out of the office's vault, or by a key UKEY. With --server the running one does it, as on its pages (POST
// /meters/{number}/keys).
#include <fmt/format.h>

#include <boost/json.hpp>

#include "base/ids_text.h"
#include "carry/lines/all.h"
#include "carry/wire/meter_line.h"
#include "kwota/keys/keys_desk.h"
#include "kwota/keys/keys_verb.h"
#include "kwota/server/server_desk.h"
#include "kwota/terminal.h"
#include "seal/ukey/plugged_ukey.h"
#include "work/key_office/meter_keys.h"
#include "work/key_office/meters_on_lines.h"

namespace kwota::app {
namespace {

struct MeterOptions {
  TwoManagers people;  ///< or a technician, and who agrees
  std::string meter, what, ukey, link;
  std::int64_t version = 0;
  int patience_ms = 3000;
  bool json = false;
  ByServer server;
};

std::string in_words(const meter_keys::MeterIdentity& meter) {
  if (!meter.own_keys) return "its factory's keys";
  return meter.previous == 0 ? fmt::format("version {}", meter.current)
                             : fmt::format("version {}, and version {} still", meter.current, meter.previous);
}

void print(const MeterOptions& options, const meter_keys::KeysChanged& changed) {
  if (options.json) {
    boost::json::object out{
        {"meter", options.meter}, {"what", options.what}, {"outcome", name_of(changed.outcome)}, {"evidence", changed.evidence}};
    if (changed.cause) out["cause"] = changed.cause->code;
    if (changed.after)
      out["keys"] = boost::json::object{
          {"own", changed.after->own_keys}, {"version", changed.after->current}, {"previous", changed.after->previous}};
    boost::json::object values;
    for (const auto& key : changed.given) values[seal::name_of(key.purpose)] = to_hex(key.check_value);
    out["check_values"] = std::move(values);
    fmt::print("{}\n", boost::json::serialize(out));
    return;
  }
  for (const auto& key : changed.given) fmt::print("{:<22} {}\n", seal::name_of(key.purpose), to_hex(key.check_value));
  fmt::print("{}: {}.\n", name_of(changed.outcome), changed.evidence);
  if (changed.after) fmt::print("Meter {} holds {}.\n", options.meter, in_words(*changed.after));
}

/// As the counters registered it.
Result<std::string> model_of(store::Books& books, MeterNumber meter) {
  return books.read([&](const books::Reader& reader) -> Result<std::string> {
    const auto row = reader.find<books::Meter>(meter);
    return row ? row->model : std::string{};
  });
}

/// The meter's registered line, or the one that was named; of it the counters say what they know in both cases.
key_office::MetersOnLines line_of(const MeterOptions& options, KeyDesk& desk, office_link::RelayedMeters& counters) {
  return {[&options, &desk, &counters](MeterNumber meter) -> Result<std::optional<key_office::MetersOnLines::Line>> {
            if (options.link.empty()) return std::optional<key_office::MetersOnLines::Line>{};
            MUST(counters.learn(meter));
            TRY(model, model_of(desk.books(), meter));
            TRY(driver, lines::driver_of({}, model));
            TRY(opened, wire::MeterLine::open(options.link, {.answer = Duration::ms(options.patience_ms)}));
            const std::shared_ptr<wire::MeterLine> line(std::move(opened));
            return std::optional{key_office::MetersOnLines::Line{[line](const dialogue::LineFrame& frame) { return line->exchange(frame); }, driver}};
          },
          &counters, {}};
}

/// The work itself; a UKEY's PIN is asked once, of whoever signed in first.
Result<meter_keys::KeysChanged> change(const MeterOptions& options, KeyDesk& desk, keys::MeterKeyRequest request) {
  office_link::RelayedMeters counters(desk.link(), desk.books(), std::filesystem::path(options.people.data) / "factories");
  auto links = line_of(options, desk, counters);
  SystemRandom random;
  std::optional<key_office::UkeyInHand> ukey;
  return desk.with_second(options.people,
                          [&](const people::Context& who, std::int64_t approval) -> Result<meter_keys::KeysChanged> {
                            if (!request.ukey.empty() && !ukey) {
                              TRY(pin, ask_unseen(fmt::format("PIN of {}", request.ukey)));
                              ukey = key_office::UkeyInHand{desk.ukeys(), std::move(pin)};
                            }
                            request.approval = approval;
                            return key_office::change_meter_keys(desk.room(), desk.books(), links, random, request, who, ukey);
                          });
}

/// The key office's own server does it, over the line that its counters know.
Result<int> ask_server(const MeterOptions& options) {
  auto who = options.server;
  who.as = options.people.manager;
  who.second = options.people.second;
  TRY(desk, ServerDesk::sign_in(who, true));
  boost::json::object body{{"what", options.what}, {"reason", options.people.reason}};
  if (options.version != 0) body["version"] = options.version;
  TRY(changed, desk.post("/meters/" + options.meter + "/keys", std::move(body)));
  if (options.json) fmt::print("{}\n", boost::json::serialize(changed));
  else fmt::print("{}: {}.\n", text_in(changed, "outcome"), text_in(changed, "evidence"));
  return text_in(changed, "outcome") == dialogue::name_of(dialogue::Outcome::done) ? 0 : 1;
}

Result<int> run_meter(const MeterOptions& options) {
  if (!options.server.address.empty()) return ask_server(options);
  TRY(meter, parse_meter_number(options.meter));
  TRY(work, meter_keys::parse_work(options.what));
  TRY(desk, KeyDesk::open(options.people.data));
  TRY(ukey, seal::PluggedUkey::from(desk->ukeys(), options.ukey));
  TRY(changed, change(options, *desk, {meter, work, options.version, options.people.reason, 0, ukey.label()}));
  print(options, changed);
  if (changed.cause) return refuse(*changed.cause);
  return changed.outcome == meter_keys::Outcome::done ? 0 : 1;
}

Verb work_verb(const char* what, const char* about) {
  auto options = std::make_shared<MeterOptions>();
  options->what = what;
  return {.name = what,
          .help = about,
          .options = {{"meter", &options->meter, "Number of the meter", {.required = true}},
                      {"--data", &options->people.data, "Folder of books, vault and bench", {.shows_default = true, .environment = "KWOTA_DATA"}},
                      {"--as", &options->people.manager, "Technician or key manager who does it", {.required = true}},
                      {"--second", &options->people.second, "Person who agrees, when one is needed"},
                      {"--reason", &options->people.reason, "For the key journal", {.required = true}},
                      {"--version", &options->version, "Of the keys that shall come; none: the newest in use"},
                      {"--ukey", &options->ukey, "Label of a key UKEY, or its folder; none: the office's vault does it"},
                      {"--link", &options->link, "tcp://host:port or serial:///dev/ttyUSB0?baud=2400 of this machine; none: the line that the counters know"},
                      {"--patience", &options->patience_ms, "How long to wait for an answer, in ms", {.shows_default = true, .range = Range{100, 60'000}}},
                      {"--server", &options->server.address, "http://host:port of the key office's server, which does it over the line that the counters know",
                       {.excludes = {"--link", "--ukey"}}},
                      {"--json", &options->json, "For a program that reads it"}},
          .example = fmt::format("kwota keys meter {} 4123456789 --as keller --reason \"by the plan\"", what),
          .run = run_with(options, run_meter)};
}

}  // namespace

Verbs keys_meter_verbs() {
  return {{.name = "meter",
           .help = "The keys of a meter, over its line",
           .verbs = {work_verb("download", "The utility's first keys into a meter from the factory"),
                     work_verb("update", "A higher version; the one before stays good until it is forgotten"),
                     work_verb("forget", "The version before the current one is good no more"),
                     work_verb("restore", "Back to the factory's keys")}}};
}

}  // namespace kwota::app
