#include "carry/lines/all.h"

#include <fmt/format.h>

#include "carry/lines/dlt645.h"
#include "models/all.h"

namespace kwota::lines {
namespace {

const std::vector<const Driver*>& every() {
  static const std::vector<const Driver*> drivers{
      &dlt645_2007,
      &dlt645_1997,
  };
  return drivers;
}

const std::vector<std::string_view>& names() {
  static const auto all_names = [] {
    std::vector<std::string_view> out;
    for (const auto* driver : every()) out.push_back(driver->protocol());
    return out;
  }();
  return all_names;
}

}  // namespace

std::span<const Driver* const> all() { return every(); }

Result<const Driver*> driver_of(std::string_view protocol, std::string_view model) {
  const auto wanted = protocol.empty() ? models::facts_of(model).protocol : protocol;
  for (const auto* driver : every())
    if (driver->protocol() == wanted) return driver;
  return error(Fault::request, "unknown_protocol", "No meter model speaks this; nothing was changed. Choose one of the list.",
               {{"protocol", std::string{wanted}}, {"protocols", fmt::format("{}", fmt::join(names(), ", "))}});
}

devices::Known known_devices() { return {models::facts_of, names()}; }

}  // namespace kwota::lines
