// Payment meters at the end of a virtual line, of any model of the registers.
#include <array>

#include "base/ids_text.h"
#include "kwota/known_roots.h"
#include "kwota/meter/virtual_device.h"
#include "models/all.h"
#include "sim/meter/names.h"
#include "sim/meter/simulated_meter.h"

namespace kwota::app {
namespace {

Result<std::unique_ptr<sim::SimulatedMeter>> simulated(const DeviceOptions& options, Random& random, const LocalTime& now) {
  TRY(number, parse_meter_number(options.number));
  const auto name = to_text(number);
  TRY(memory, device_storage(options.state, name + ".meter", sim::MeterMemory::bytes));
  TRY(line, device_storage(options.state, name + ".line", sim::SimulatedMeter::line_bytes));
  sim::SimulatedMeter::Setup setup{.model = models::find(options.model), .number = number};
  if (!options.factory_keys) {
    TRY(roots, known_roots(options.sample_keys));
    setup.county_keys = esam::county_keys(roots);
  }
  std::optional<sim::Factory> works;
  if (!options.works.empty()) {
    TRY(sealing_key, sim::sealing_key_of(options.works));
    TRY(factory, sim::Factory::open(std::filesystem::path(options.works) / "factory", sim::factory_of_bench, sealing_key));
    setup.factory = &works.emplace(std::move(factory));
  }
  setup.line = std::move(line);
  setup.line_answer_max = options.answer_max;
  if (!options.state.empty()) {
    TRY(sealing_key, sim::sealing_key_of(options.state));
    TRY(module, device_storage(options.state, name + ".esam", sim::EsamChip::bytes));
    setup.esam = std::make_unique<sim::EsamChip>(std::move(module), std::move(sealing_key));
  }
  return sim::SimulatedMeter::open(std::move(setup), std::move(memory), random, now);
}

class VirtualMeter final : public VirtualDevice {
 public:
  VirtualMeter(std::unique_ptr<sim::SimulatedMeter> meter, bool infrared) : meter_(std::move(meter)), infrared_(infrared) {}
  MeterNumber number() const override { return meter_->core().state().number; }
  Bytes receive(ByteView bytes) override { return infrared_ ? meter_->receive_infrared(bytes) : meter_->receive_line(bytes); }
  Bytes silence() override { return meter_->line_silent(); }
  unsigned baud() const override { return infrared_ ? meter_line::Server::infrared_baud : meter_->baud(); }
  void advance(Duration by) override { meter_->advance(by); }
  void cut_power() override { meter_->cut_power(); }

 private:
  std::unique_ptr<sim::SimulatedMeter> meter_;
  bool infrared_;
};

Result<std::unique_ptr<VirtualDevice>> open_meter(const DeviceOptions& options, const sim::Faults& faults, Random& random, const LocalTime& now) {
  TRY(meter, simulated(options, random, now));
  meter->set_load(Power::watts(options.load_watts));
  meter->hold_programming_key(options.programming_key);
  meter->weld(faults.welded);
  if (faults.clock_jump > Duration{}) meter->shift_clock(faults.clock_jump);
  meter->reboot_at_write(faults.reboot_at_write);
  return std::unique_ptr<VirtualDevice>{std::make_unique<VirtualMeter>(std::move(meter), options.infrared)};
}

constexpr std::array own_of_payment_meters{
    OwnOption{"--answer-max", [](const DeviceOptions& options, const sim::Faults&) { return options.answer_max != DeviceOptions{}.answer_max; }},
    OwnOption{"--programming-key", [](const DeviceOptions& options, const sim::Faults&) { return options.programming_key; }},
    OwnOption{"--factory-keys", [](const DeviceOptions& options, const sim::Faults&) { return options.factory_keys; }},
    OwnOption{"--works", [](const DeviceOptions& options, const sim::Faults&) { return !options.works.empty(); }},
    OwnOption{"--fault welded", [](const DeviceOptions&, const sim::Faults& faults) { return faults.welded; }},
    OwnOption{"--fault clock-jump", [](const DeviceOptions&, const sim::Faults& faults) { return faults.clock_jump != Duration{}; }},
    OwnOption{"--fault reboot-at-write", [](const DeviceOptions&, const sim::Faults& faults) { return faults.reboot_at_write != 0; }},
};

}  // namespace

const DeviceKind payment_meters{.help = "", .has = [](std::string_view model) { return models::find(model) != nullptr; }, .models = sim::names_of_models, .own = own_of_payment_meters, .open = open_meter};

}  // namespace kwota::app
