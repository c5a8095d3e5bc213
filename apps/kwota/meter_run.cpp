// kwota meter run: a virtual meter that anybody's DL/T 645 software can talk to, under the TEST KEY SET, the sample keys of a folder or none yet.
#include <fmt/format.h>
#include <unistd.h>

#include "base/ids_text.h"
#include "carry/dlt645/frame.h"
#include "kwota/end_signals.h"
#include "kwota/known_roots.h"
#include "kwota/meter_run_pump.h"
#include "kwota/pump_stand.h"
#include "kwota/meter_verb.h"
#include "models/all.h"
#include "sim/line/line_port.h"
#include "sim/meter/names.h"
#include "sim/meter/simulated_meter.h"

namespace kwota::app {
namespace {

namespace fs = std::filesystem;

struct RunOptions {
  std::string model{models::all().front()->name}, number, listen = "tcp://127.0.0.1:0", state, zone = "UTC", faults, dial, name, sample_keys, works, slot, slot_pin = "246810", cards;
  int heartbeat_s = 300;
  std::size_t answer_max = dlt645::read_data_max;
  std::int64_t load_watts = 0;
  unsigned waterings = 0, area = 0;
  bool real_timing = false, programming_key = false, factory_keys = false, infrared = false;
};

Result<const meter::Model*> model_named(const std::string& name) {
  if (const auto* found = models::find(name)) return found;
  return error(Fault::request, "unknown_meter_model",
               fmt::format("There is no meter model {}. Models: {}.", name, sim::names_of_models()), {{"model", name}});
}

Result<std::shared_ptr<sim::Storage>> storage(const std::string& folder, const std::string& name, std::size_t size) {
  if (folder.empty()) return std::shared_ptr<sim::Storage>{std::make_shared<sim::MemoryStorage>(size)};
  TRY(file, sim::FileStorage::open(fs::path(folder) / name, size));
  return std::shared_ptr<sim::Storage>{std::move(file)};
}

Result<std::unique_ptr<sim::SimulatedMeter>> open_meter(const RunOptions& options, const LocalTime& now, Random& random) {
  TRY(model, model_named(options.model));
  TRY(number, parse_meter_number(options.number));
  const auto name = to_text(number);
  if (!options.state.empty()) {
    std::error_code failed;
    fs::create_directories(options.state, failed);
  }
  TRY(memory, storage(options.state, name + ".meter", sim::MeterMemory::bytes));
  TRY(line, storage(options.state, name + ".line", sim::SimulatedMeter::line_bytes));
  sim::SimulatedMeter::Setup setup{.model = model, .number = number};
  if (!options.factory_keys) {
    TRY(roots, known_roots(options.sample_keys));
    setup.county_keys = esam::county_keys(roots);
  }
  std::optional<sim::Factory> works;
  if (!options.works.empty()) {
    TRY(sealing_key, sim::sealing_key_of(options.works));
    TRY(factory, sim::Factory::open(fs::path(options.works) / "factory", sim::factory_of_bench, sealing_key));
    setup.factory = &works.emplace(std::move(factory));
  }
  setup.line = std::move(line);
  setup.line_answer_max = options.answer_max;
  if (!options.state.empty()) {
    TRY(sealing_key, sim::sealing_key_of(options.state));
    TRY(module, storage(options.state, name + ".esam", sim::EsamChip::bytes));
    setup.esam = std::make_unique<sim::EsamChip>(std::move(module), std::move(sealing_key));
  }
  return sim::SimulatedMeter::open(std::move(setup), std::move(memory), random, now);
}

sim::LinePort::Setup port_of(const RunOptions& options, const sim::Faults& faults) {
  return {.listen = options.dial.empty() ? options.listen : "dial:tcp://" + options.dial, .heartbeat = Duration::seconds(options.heartbeat_s),
          .faults = faults, .real_timing = options.real_timing};
}

/// With which keys, and what that is worth.
std::string keys_of(const RunOptions& options) {
  if (options.factory_keys) return "FACTORY KEYS: it takes no money before it has got others.";
  if (!options.sample_keys.empty()) return fmt::format("SAMPLE KEYS of {}: their books are samples, for ever.", options.sample_keys);
  return "TEST KEY SET: worthless keys, the same in every copy of this program.";
}

void announce(const std::string& number, const RunOptions& options, const std::string& where) {
  fmt::print("Meter {} ({}) {}\n{}\n", number, options.model, where, keys_of(options));
  std::fflush(stdout);
}

Result<int> run_virtual_pump(const RunOptions& options) {
  const int stop = EndSignals{}.descriptor();
  TRY(faults, sim::parse_faults(options.faults));
  TRY(zone, Zone::find(options.zone));
  TRY(number, parse_meter_number(options.number));
  TRY(roots, known_roots(options.sample_keys));
  std::error_code failed;
  if (!options.state.empty()) fs::create_directories(options.state, failed);
  TRY(memory, storage(options.state, to_text(number) + ".pump", meter::Pump::storage_size));
  SystemClock clock;
  SystemRandom random;
  auto now = clock.now();
  std::array<std::uint8_t, 6> pin{};
  if (options.slot_pin.size() != pin.size()) return error(Fault::request, "bad_pin", "The PIN of a pump's module has six digits.");
  std::copy(options.slot_pin.begin(), options.slot_pin.end(), pin.begin());
  TRY(stand, PumpStand::open(options.slot, options.cards));
  TRY(pump, PumpAtHand::open({.number = number, .memory = std::move(memory), .waterings = options.waterings, .module = stand->module(), .pin = pin, .area = options.area,
                              .load = Power::watts(options.load_watts)},
                             roots, random, zone.local(now)));
  TRY(port, sim::LinePort::open(port_of(options, faults)));
  announce(to_text(number), options, "listens at " + port->name());
  port->run({.receive = [&](ByteView bytes) { return options.infrared ? pump->line().receive_infrared(bytes) : pump->line().receive(bytes); },
             .silence =
                 [&] {
                   pump->line().silence();
                   return Bytes{};
                 },
             .baud = [] { return meter_line::PumpLine::infrared_baud; },
             .let_time_pass =
                 [&] {
                   const auto later = clock.now();
                   if (later > now) pump->advance(later - now);
                   now = later;
                   stand->look(*pump);
                 }},
            stop);
  ::close(stop);
  return 0;
}

Result<int> run_virtual_meter(const RunOptions& options) {
  if (options.model == pump_model) return run_virtual_pump(options);
  const int stop = EndSignals{}.descriptor();
  TRY(faults, sim::parse_faults(options.faults));
  TRY(zone, Zone::find(options.zone));
  SystemClock clock;
  SystemRandom random;
  auto now = clock.now();
  TRY(running, open_meter(options, zone.local(now), random));
  auto& meter = *running;
  meter.set_load(Power::watts(options.load_watts));
  meter.hold_programming_key(options.programming_key);
  meter.weld(faults.welded);
  if (faults.clock_jump > Duration{}) meter.shift_clock(faults.clock_jump);
  meter.reboot_at_write(faults.reboot_at_write);
  const auto name = options.name.empty() ? to_text(meter.core().state().number) : options.name;
  TRY(port, sim::LinePort::open(port_of(options, faults)));
  const auto where = options.dial.empty() ? "listens at " + port->name() : "dials " + port->name() + " as modem:" + name;
  announce(to_text(meter.core().state().number), options, where);
  port->run({.receive = [&](ByteView bytes) { return options.infrared ? meter.receive_infrared(bytes) : meter.receive_line(bytes); },
             .silence = [&] { return meter.line_silent(); },
             .baud = [&] { return options.infrared ? meter_line::Server::infrared_baud : meter.baud(); },
             .let_time_pass =
                 [&] {
                   const auto later = clock.now();
                   if (later > now) meter.advance(later - now);
                   now = later;
                 },
             .calls =
                 [greeting = "modem:" + name + "\r\n"](bool) {
                   return Bytes(greeting.begin(), greeting.end());
                 }},
            stop);
  ::close(stop);
  meter.cut_power();
  return 0;
}

}  // namespace

Verb meter_run_verb() {
  auto options = std::make_shared<RunOptions>();
  return {.name = "run",
          .help = "A virtual meter on a line, until it is stopped",
          .options =
              {{"--model", &options->model, sim::names_of_models() + ", or pump: an irrigation pump", {.shows_default = true}},
               {"--number", &options->number, "Twelve digits; also its address until another one is written", {.required = true}},
               {"--listen", &options->listen, "tcp://127.0.0.1:PORT (0: a free one) or pty", {.shows_default = true}},
               {"--dial", &options->dial, "HOST:PORT (an IPv4 address) of a head-end that its own module dials, instead of listening"},
               {"--heartbeat", &options->heartbeat_s, "Seconds between heartbeats of that module", {.shows_default = true, .range = Range{1, 3600}}},
               {"--name", &options->name, "What the module calls itself; none: the meter's number"},
               {"--state", &options->state, "Folder that keeps its memories; none: they end with the program"},
               {"--zone", &options->zone, "Time zone of its clock", {.shows_default = true}},
               {"--load", &options->load_watts, "What is switched on behind it, in watts", {.range = Range{0, 1'000'000}}},
               {"--fault", &options->faults,
                "lose-request:N lose-answer:N corrupt:N dead-after:N split:BYTES delay:MS echo reboot-at-write:N clock-jump:MINUTES "
                "welded, separated by commas"},
               {"--answer-max", &options->answer_max, "Data bytes of an answer; longer ones come in parts",
                {.shows_default = true, .range = Range{16, 200}}},
               {"--real-timing", &options->real_timing, "Bytes take their time on the wire"},
               {"--programming-key", &options->programming_key, "The key under the cover is held: its address may be written"},
               {"--infrared", &options->infrared, "It listens with its infrared port: 1200 baud, sessions of a handheld"},
               sample_keys_option(options->sample_keys),
               {"--waterings", &options->waterings, "Of a fresh pump: so many users were there before, with records that test keys prove", {.range = Range{0, 1000}}},
               {"--slot", &options->slot, "Of a pump: PC/SC reader of its module, a PSAM; the pump is commissioned with its terminal number"},
               {"--slot-pin", &options->slot_pin, "Six digits by which a fresh pump opens it", {.shows_default = true}},
               {"--cards", &options->cards, "Of a pump: PC/SC reader where cards are held to it; putting one there is a swipe", {.needs = {"--slot"}}},
               {"--area", &options->area, "Of a fresh pump: whose cards it takes; 0: area 0001 of its county", {.range = Range{0, 99'999'999}}},
               {"--factory-keys", &options->factory_keys, "Fresh from the works: it takes no money, and believes passwords"},
               {"--works", &options->works, "Bench folder of sample books, whose simulated works gives its module an identity: keys get into it over its line",
                {.needs = {"--factory-keys"}}}},
          .example = "kwota meter run --number 4123456789 --listen tcp://127.0.0.1:8645",
          .run = run_with(options, run_virtual_meter)};
}

}  // namespace kwota::app
