// A device at the end of a virtual line, whatever it is: kinds of devices as declared lines, each with the models that it knows. `kwota meter run` asks the list
// and names no kind.   Begin with device_kinds(); a new kind is a file with a DeviceKind and its line in virtual_devices.cpp.
#pragma once
#include <memory>
#include <span>
#include <string>
#include <string_view>

#include "base/random.h"
#include "base/time.h"
#include "carry/dlt645/frame.h"
#include "kwota/card/virtual_cards.h"
#include "kwota/verb.h"
#include "sim/line/faults.h"
#include "sim/meter/meter_memory.h"

namespace kwota::app {

/// What the command line says of it; each kind takes of it what it has.
struct DeviceOptions {
  std::string model, number, state, sample_keys, works, slot, slot_pin{virtual_pin}, cards;  ///< `slot_pin`: as `kwota card run` makes its cards
  std::size_t answer_max = dlt645::read_data_max;
  std::int64_t load_watts = 0;
  unsigned waterings = 0, area = 0;
  bool programming_key = false, factory_keys = false, infrared = false;
};

class VirtualDevice {
 public:
  virtual ~VirtualDevice() = default;
  virtual MeterNumber number() const = 0;
  virtual Bytes receive(ByteView bytes) = 0;
  /// The line was silent for longer than within a frame.
  virtual Bytes silence() = 0;
  virtual unsigned baud() const = 0;
  virtual void advance(Duration by) = 0;
  /// The program ends.
  virtual void cut_power() {}
};

/// An option that not every kind of device has.
struct OwnOption {
  std::string_view name;
  bool (*given)(const DeviceOptions& options, const sim::Faults& faults);
};

struct DeviceKind {
  std::string_view help;                ///< of its models, for people
  bool (*has)(std::string_view model);
  std::string (*models)();              ///< their names, with commas
  std::span<const OwnOption> own;       ///< the options that its models have and another kind's may not
  /// `random` outlives it; `now`: what its clock says.
  Result<std::unique_ptr<VirtualDevice>> (*open)(const DeviceOptions& options, const sim::Faults& faults, Random& random, const LocalTime& now);
};

std::span<const DeviceKind> device_kinds();
/// Error `unknown_meter_model`{model}.
Result<const DeviceKind*> kind_of_model(std::string_view model);
/// An option of another kind, which this one would not hear. Error `option_of_other_model`{option, model, models}.
Result<void> hears_all(const DeviceKind& kind, const DeviceOptions& options, const sim::Faults& faults);
/// Of all kinds, for people.
std::string names_of_devices();

/// What it keeps: a file of `folder`, or nothing when that is empty. Error `state_unusable` {folder, reason}.
Result<std::shared_ptr<sim::Storage>> device_storage(const std::string& folder, const std::string& name, std::size_t size);

extern const DeviceKind payment_meters, irrigation_pumps;

}  // namespace kwota::app
