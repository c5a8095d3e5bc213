// kwota meter run: a virtual meter that anybody's DL/T 645 software can talk to, under the TEST KEY SET, the sample keys of a folder or none yet.
#include <fmt/format.h>
#include <unistd.h>

#include <algorithm>

#include "base/ids_text.h"
#include "kwota/known_roots.h"
#include "kwota/meter/meter_verb.h"
#include "kwota/meter/virtual_device.h"
#include "kwota/server/end_signals.h"
#include "models/all.h"
#include "sim/line/line_port.h"

namespace kwota::app {
namespace {

struct RunOptions {
  DeviceOptions device{.model = std::string{models::all().front()->name}};
  std::string listen = "tcp://127.0.0.1:0", zone = default_zone, faults, dial, name;
  int heartbeat_s = 300;
  bool real_timing = false;
};

sim::LinePort::Setup port_of(const RunOptions& options, const sim::Faults& faults) {
  return {.listen = options.dial.empty() ? options.listen : "dial:tcp://" + options.dial, .heartbeat = Duration::seconds(options.heartbeat_s),
          .faults = faults, .real_timing = options.real_timing};
}

/// With which keys, and what that is worth.
std::string keys_of(const RunOptions& options) {
  if (options.device.factory_keys) return "FACTORY KEYS: it takes no money before it has got others.";
  if (!options.device.sample_keys.empty()) return fmt::format("SAMPLE KEYS of {}: their books are samples, for ever.", options.device.sample_keys);
  return "TEST KEY SET: worthless keys, the same in every copy of this program.";
}

void announce(const std::string& number, const RunOptions& options, const std::string& where) {
  fmt::print("Meter {} ({}) {}\n{}\n", number, options.device.model, where, keys_of(options));
  std::fflush(stdout);
}

Result<int> run_virtual_device(const RunOptions& options) {
  TRY(kind, kind_of_model(options.device.model));
  const int stop = EndSignals{}.descriptor();
  TRY(faults, sim::parse_faults(options.faults));
  MUST(hears_all(*kind, options.device, faults));
  TRY(zone, Zone::find(options.zone));
  SystemClock clock;
  SystemRandom random;
  auto now = clock.now();
  TRY(device, kind->open(options.device, faults, random, zone.local(now)));
  const auto number = to_text(device->number());
  const auto name = options.name.empty() ? number : options.name;
  TRY(port, sim::LinePort::open(port_of(options, faults)));
  announce(number, options, options.dial.empty() ? "listens at " + port->name() : "dials " + port->name() + " as modem:" + name);
  port->run({.receive = [&](ByteView bytes) { return device->receive(bytes); },
             .silence = [&] { return device->silence(); },
             .baud = [&] { return device->baud(); },
             .let_time_pass =
                 [&] {
                   const auto later = std::max(now, clock.now());
                   device->advance(later - now);
                   now = later;
                 },
             .calls =
                 [greeting = "modem:" + name + "\r\n"](bool) {
                   return Bytes(greeting.begin(), greeting.end());
                 }},
            stop);
  ::close(stop);
  device->cut_power();
  return 0;
}

}  // namespace

Verb meter_run_verb() {
  auto options = std::make_shared<RunOptions>();
  return {.name = "run",
          .help = "A virtual meter on a line, until it is stopped",
          .options =
              {{"--model", &options->device.model, names_of_devices(), {.shows_default = true}},
               {"--number", &options->device.number, "Twelve digits; also its address until another one is written", {.required = true}},
               {"--listen", &options->listen, "tcp://127.0.0.1:PORT (0: a free one) or pty", {.shows_default = true}},
               {"--dial", &options->dial, "HOST:PORT (an IPv4 address) of a head-end that its own module dials, instead of listening"},
               {"--heartbeat", &options->heartbeat_s, "Seconds between heartbeats of that module", {.shows_default = true, .range = Range{1, 3600}}},
               {"--name", &options->name, "What the module calls itself; none: the meter's number"},
               {"--state", &options->device.state, "Folder that keeps its memories; none: they end with the program"},
               {"--zone", &options->zone, "Time zone of its clock", {.shows_default = true}},
               {"--load", &options->device.load_watts, "What is switched on behind it, in watts", {.range = Range{0, 1'000'000}}},
               {"--fault", &options->faults,
                "lose-request:N lose-answer:N corrupt:N dead-after:N split:BYTES delay:MS echo reboot-at-write:N clock-jump:MINUTES "
                "welded, separated by commas; the last three are a payment meter's"},
               {"--answer-max", &options->device.answer_max, "Of a payment meter: data bytes of an answer; longer ones come in parts",
                {.shows_default = true, .range = Range{16, 200}}},
               {"--real-timing", &options->real_timing, "Bytes take their time on the wire"},
               {"--programming-key", &options->device.programming_key, "Of a payment meter: the key under the cover is held, so its address may be written"},
               {"--infrared", &options->device.infrared, "It listens with its infrared port, to sessions of a handheld; at 1200 baud where --real-timing lets bytes take their time"},
               sample_keys_option(options->device.sample_keys),
               {"--waterings", &options->device.waterings, "Of a fresh pump: so many users were there before, with records that test keys prove", {.range = Range{0, 1000}}},
               {"--slot", &options->device.slot, "Of a pump: PC/SC reader of its module, a PSAM; the pump is commissioned with its terminal number"},
               {"--slot-pin", &options->device.slot_pin, "Six digits by which a fresh pump opens it", {.shows_default = true}},
               {"--cards", &options->device.cards, "Of a pump: PC/SC reader where cards are held to it; putting one there is a swipe", {.needs = {"--slot"}}},
               {"--area", &options->device.area, "Of a fresh pump: whose cards it takes; 0: area 0001 of its county", {.range = Range{0, 99'999'999}}},
               {"--factory-keys", &options->device.factory_keys, "Of a payment meter, fresh from the works: it takes no money, and believes passwords"},
               {"--works", &options->device.works, "Bench folder of sample books, whose simulated works gives its module an identity: keys get into it over its line",
                {.needs = {"--factory-keys"}}}},
          .example = "kwota meter run --number 4123456789 --listen tcp://127.0.0.1:8645",
          .run = run_with(options, run_virtual_device)};
}

}  // namespace kwota::app
