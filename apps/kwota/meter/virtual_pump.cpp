// Irrigation pumps at the end of a virtual line, or of a handheld's light.
#include <algorithm>
#include <array>

#include "base/cause.h"
#include "base/ids_text.h"
#include "kwota/known_roots.h"
#include "kwota/meter/meter_run_pump.h"
#include "kwota/meter/pump_stand.h"
#include "kwota/meter/virtual_device.h"

namespace kwota::app {
namespace {

constexpr std::string_view virtual_pump = "pump";

class VirtualPump final : public VirtualDevice {
 public:
  VirtualPump(MeterNumber number, std::unique_ptr<PumpStand> stand, std::unique_ptr<PumpAtHand> pump, bool infrared)
      : number_(number), stand_(std::move(stand)), pump_(std::move(pump)), infrared_(infrared) {}
  MeterNumber number() const override { return number_; }
  Bytes receive(ByteView bytes) override { return infrared_ ? pump_->line().receive_infrared(bytes) : pump_->line().receive(bytes); }
  Bytes silence() override {
    pump_->line().silence();
    return {};
  }
  unsigned baud() const override { return meter_line::PumpLine::infrared_baud; }
  void advance(Duration by) override {
    if (by > Duration{}) pump_->advance(by);
    stand_->look(*pump_);
  }

 private:
  MeterNumber number_;
  std::unique_ptr<PumpStand> stand_;
  std::unique_ptr<PumpAtHand> pump_;
  bool infrared_;
};

Result<std::unique_ptr<VirtualDevice>> open_pump(const DeviceOptions& options, const sim::Faults&, Random& random, const LocalTime& now) {
  TRY(number, parse_meter_number(options.number));
  TRY(roots, known_roots(options.sample_keys));
  TRY(memory, device_storage(options.state, to_text(number) + ".pump", meter::Pump::storage_size));
  std::array<std::uint8_t, 6> pin{};
  if (options.slot_pin.size() != pin.size()) return error(Fault::request, Cause::bad_pin, "The PIN of a pump's module has six digits.");
  std::ranges::copy(options.slot_pin, pin.begin());
  TRY(stand, PumpStand::open(options.slot, options.cards));
  TRY(pump, PumpAtHand::open({.number = number, .memory = std::move(memory), .waterings = options.waterings, .module = stand->module(), .pin = pin, .area = options.area,
                              .load = Power::watts(options.load_watts)},
                             roots, random, now));
  return std::unique_ptr<VirtualDevice>{std::make_unique<VirtualPump>(number, std::move(stand), std::move(pump), options.infrared)};
}

constexpr std::array own_of_pumps{
    OwnOption{"--waterings", [](const DeviceOptions& options, const sim::Faults&) { return options.waterings != 0; }},
    OwnOption{"--slot", [](const DeviceOptions& options, const sim::Faults&) { return !options.slot.empty(); }},
    OwnOption{"--slot-pin", [](const DeviceOptions& options, const sim::Faults&) { return options.slot_pin != DeviceOptions{}.slot_pin; }},
    OwnOption{"--cards", [](const DeviceOptions& options, const sim::Faults&) { return !options.cards.empty(); }},
    OwnOption{"--area", [](const DeviceOptions& options, const sim::Faults&) { return options.area != 0; }},
};

}  // namespace

const DeviceKind irrigation_pumps{.help = "an irrigation pump", .has = [](std::string_view model) { return model == virtual_pump; },
                                  .models = [] { return std::string{virtual_pump}; }, .own = own_of_pumps, .open = open_pump};

}  // namespace kwota::app
