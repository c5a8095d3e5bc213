#include "kwota/meter/virtual_device.h"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <filesystem>

namespace kwota::app {

std::span<const DeviceKind> device_kinds() {
  static const std::array kinds{
      payment_meters,
      irrigation_pumps,
  };
  return kinds;
}

Result<const DeviceKind*> kind_of_model(std::string_view model) {
  for (const auto& kind : device_kinds())
    if (kind.has(model)) return &kind;
  return error(Fault::request, "unknown_meter_model", fmt::format("There is no meter model {}. Models: {}.", model, names_of_devices()), {{"model", std::string{model}}});
}

Result<void> hears_all(const DeviceKind& kind, const DeviceOptions& options, const sim::Faults& faults) {
  for (const auto& other : device_kinds())
    for (const auto& option : other.own) {
      if (!option.given(options, faults) || std::ranges::find(kind.own, option.name, &OwnOption::name) != kind.own.end()) continue;
      const auto models = other.models();
      return error(Fault::request, "option_of_other_model", fmt::format("{} is an option of {}, and {} would not hear it. Nothing was started: leave it out, or choose the --model that is meant.", option.name, models, options.model),
                   {{"option", std::string{option.name}}, {"model", options.model}, {"models", models}});
    }
  return Done{};
}

std::string names_of_devices() {
  std::string names;
  for (const auto& kind : device_kinds()) {
    names += (names.empty() ? "" : "; ") + kind.models();
    if (!kind.help.empty()) names += fmt::format(" ({})", kind.help);
  }
  return names;
}

Result<std::shared_ptr<sim::Storage>> device_storage(const std::string& folder, const std::string& name, std::size_t size) {
  if (folder.empty()) return std::shared_ptr<sim::Storage>{std::make_shared<sim::MemoryStorage>(size)};
  std::error_code failed;
  std::filesystem::create_directories(folder, failed);
  auto file = sim::FileStorage::open(std::filesystem::path(folder) / name, size);
  if (file) return std::shared_ptr<sim::Storage>{*std::move(file)};
  const auto reason = file.error().details.at("reason");
  return error(Fault::request, "state_unusable", fmt::format("The folder {} of --state cannot keep the memory of the device: {}. Nothing was started; name a folder in which you may write.", folder, reason),
               {{"folder", folder}, {"reason", reason}});
}

}  // namespace kwota::app
