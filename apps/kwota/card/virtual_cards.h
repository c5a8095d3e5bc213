// Cards that `kwota card run` plays: made by the commands by which real ones are made, under the published test keys. Every number and PIN of
// them is the same in every copy of the program, so that somebody's own test can name them.   Begin with virtual_products().
#pragma once
#include <span>

#include "base/random.h"
#include "sim/card_os/card_os.h"

namespace kwota::app {

/// What integrators type.
inline constexpr std::string_view virtual_pin = "123456";

struct VirtualCard {
  sim::CardState state;
  std::string about;  ///< its numbers, in one line
};

struct VirtualProduct {
  std::string_view name;
  /// `index`: which of several; makes chip and numbers.
  Result<VirtualCard> (*make)(std::uint8_t index, Random& random);
};
std::span<const VirtualProduct> virtual_products();
/// Error `unknown_product`{product}.
Result<const VirtualProduct*> find_virtual_product(const std::string& name);

}  // namespace kwota::app
