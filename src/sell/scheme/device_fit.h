// Whether a device can be what an account of a scheme is supplied through. Whoever offers a scheme, moves an account to it or hangs another meter asks here.
// Begin with meter_serves().
#pragma once
#include "devices/facts.h"
#include "sell/scheme/scheme.h"

namespace kwota::scheme {

enum class DeviceFit : std::uint8_t {
  fits,
  has_own_money,   ///< it opens only with money of its own: a balance at the server would be charged for nothing beside it
  takes_no_money,  ///< nothing can be given to it
};
constexpr auto words_of(DeviceFit) { return std::array<std::string_view, 3>{"fits", "has_own_money", "takes_no_money"}; }

DeviceFit device_fit(const Scheme& scheme, const devices::Facts& device);
/// Error `meter_not_of_scheme` {meter, model, scheme}.
Result<void> meter_serves(const books::Meter& meter, const Scheme& scheme, const people::Context& context);

}  // namespace kwota::scheme
