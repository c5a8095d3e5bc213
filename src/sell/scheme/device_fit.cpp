#include "sell/scheme/device_fit.h"

#include "base/ids_text.h"

namespace kwota::scheme {

DeviceFit device_fit(const Scheme& scheme, const devices::Facts& device) {
  if (scheme.holder == BalanceHolder::server && !device.serves_the_office) return DeviceFit::has_own_money;
  return scheme.holder == BalanceHolder::meter && !device.holds_credit ? DeviceFit::takes_no_money : DeviceFit::fits;
}

Result<void> meter_serves(const books::Meter& meter, const Scheme& scheme, const people::Context& context) {
  const auto refused = [&](std::string why) {
    return error(Fault::refused, "meter_not_of_scheme", std::move(why), {{"meter", to_text(meter.number)}, {"model", meter.model}, {"scheme", std::string{scheme.name}}});
  };
  switch (device_fit(scheme, context.devices.facts_of(meter.model))) {
    case DeviceFit::has_own_money:
      return refused("This meter keeps money of its own and opens without it: it cannot serve a balance at the server. Nothing was changed. Name the meter that comes in its place.");
    case DeviceFit::takes_no_money: return refused("This meter takes no money; nothing was changed. Name the meter that comes in its place.");
    case DeviceFit::fits: break;
  }
  return Done{};
}

}  // namespace kwota::scheme
